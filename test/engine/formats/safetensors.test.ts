import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type SafetensorsTensor } from '../../../engine/formats/safetensors';

/** A file put together by hand from a header, to be independent of the encoder. */
function file(header: string, data: Uint8Array = new Uint8Array()): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

function codeOf(bytes: Uint8Array): string {
  const result = decodeSafetensors(bytes);
  return result.ok ? 'ok' : (result.problems[0]?.code ?? '');
}

const tensorArbitrary: fc.Arbitrary<SafetensorsTensor> = fc
  .tuple(fc.array(fc.nat({ max: 4 }), { maxLength: 4 }), fc.constantFrom('F32', 'I32', 'U8', 'BF16', 'I64', 'F64'))
  .map(([shape, dtype]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const numbers = Array.from({ length: count }, (_, i) => (i * 37) % 251);
    if (dtype === 'F32') return { shape, dtype, data: Float32Array.from(numbers, (x) => x / 7) };
    if (dtype === 'F64') return { shape, dtype, data: Float64Array.from(numbers, (x) => x / 7) };
    if (dtype === 'I32') return { shape, dtype, data: Int32Array.from(numbers, (x) => x - 100) };
    if (dtype === 'I64') return { shape, dtype, data: BigInt64Array.from(numbers, (x) => BigInt(x)) };
    if (dtype === 'BF16') return { shape, dtype, data: Uint16Array.from(numbers) };
    return { shape, dtype: 'U8', data: Uint8Array.from(numbers) };
  });

const nameArbitrary = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((name) => !['__proto__', 'constructor', 'prototype', '__metadata__'].includes(name));

describe('safetensors', () => {
  it('reads a file written by hand', () => {
    const data = new Uint8Array(Float32Array.of(1.5, -2, 3).buffer);
    const read = decodeSafetensors(
      file('{"__metadata__":{"step":"12"},"dense.bias":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} ', data),
    );
    expect(read.ok && read.value.metadata).toEqual({ step: '12' });
    expect(read.ok && read.value.tensors['dense.bias']).toEqual({
      shape: [3],
      dtype: 'F32',
      data: Float32Array.of(1.5, -2, 3),
    });
  });

  it('writes the layout of the specification', () => {
    const bytes = encodeSafetensors({ a: { shape: [2], dtype: 'U8', data: Uint8Array.of(7, 9) } }, { by: 'netloom' });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd()).toBe(
      '{"__metadata__":{"by":"netloom"},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
    );
    expect([...bytes.subarray(8 + length)]).toEqual([7, 9]);
  });

  it('gives back what was written, bit for bit, also from an odd byte offset', () => {
    fc.assert(
      fc.property(
        fc.dictionary(nameArbitrary, tensorArbitrary, { maxKeys: 6 }),
        fc.nat({ max: 9 }),
        (tensors, shift) => {
          const written = encodeSafetensors(tensors, { seed: '1' });
          const moved = new Uint8Array(written.length + shift);
          moved.set(written, shift);
          const read = decodeSafetensors(moved.subarray(shift));
          expect(read.ok).toBe(true);
          if (read.ok) expect({ ...read.value.tensors }).toEqual({ ...tensors });
        },
      ),
    );
  });

  it('keeps NaN payloads, infinities and negative zero', () => {
    const bits = Uint32Array.of(0x7fc00001, 0xff800000, 0x80000000, 1);
    const read = decodeSafetensors(
      encodeSafetensors({ x: { shape: [4], dtype: 'F32', data: new Float32Array(bits.buffer) } }),
    );
    const data = read.ok ? read.value.tensors.x?.data : undefined;
    expect(data && new Uint32Array(data.buffer, data.byteOffset, 4)).toEqual(bits);
  });

  it('writes the same bytes whatever the order of the names', () => {
    const a: SafetensorsTensor = { shape: [1], dtype: 'U8', data: Uint8Array.of(1) };
    const b: SafetensorsTensor = { shape: [], dtype: 'F32', data: Float32Array.of(2) };
    expect(encodeSafetensors({ a, b })).toEqual(encodeSafetensors({ b, a }));
  });

  it('throws when the caller hands it data that do not match', () => {
    expect(() => encodeSafetensors({ a: { shape: [3], dtype: 'U8', data: Uint8Array.of(1) } })).toThrow(RangeError);
    expect(() => encodeSafetensors({ a: { shape: [1], dtype: 'F32', data: Int32Array.of(1) } })).toThrow(RangeError);
  });

  it.each([
    ['an empty file', new Uint8Array(), 'safetensors/truncated'],
    ['a header longer than the file', Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 123), 'safetensors/truncated'],
    ['a header of 2^63 bytes', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128), 'safetensors/header'],
    ['no JSON', file('hello'), 'safetensors/header'],
    ['a JSON list', file('[]'), 'safetensors/header'],
    ['deep nesting', file(`{"a":${'['.repeat(1e6)}`), 'safetensors/header'],
    ['broken UTF-8', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0x7d), 'safetensors/header'],
    ['a prototype key', file('{"__proto__":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}'), 'safetensors/tensor'],
    ['metadata that are no text', file('{"__metadata__":{"a":1}}'), 'safetensors/header'],
    [
      'an inherited type name',
      file('{"a":{"dtype":"toString","shape":[],"data_offsets":[0,0]}}'),
      'safetensors/tensor',
    ],
    ['a negative size', file('{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}'), 'safetensors/tensor'],
    ['an overflowing shape', file('{"a":{"dtype":"U8","shape":[4e9,4e9],"data_offsets":[0,0]}}'), 'safetensors/tensor'],
    ['offsets beyond the end', file('{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}'), 'safetensors/truncated'],
    [
      'a hole before the first tensor',
      file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', new Uint8Array(2)),
      'safetensors/tensor',
    ],
    [
      'two tensors on the same bytes',
      file(
        '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}',
        new Uint8Array(2),
      ),
      'safetensors/tensor',
    ],
    ['bytes after the last tensor', file('{}', new Uint8Array(3)), 'safetensors/header'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it('answers any bytes with tensors or a problem, never with a throw', () => {
    const valid = encodeSafetensors({ w: { shape: [2, 2], dtype: 'F32', data: Float32Array.of(1, 2, 3, 4) } });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => codeOf(bytes) !== ''));
    fc.assert(fc.property(fc.json(), (json) => codeOf(file(json)) !== ''));
    fc.assert(
      fc.property(fc.nat({ max: valid.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const bytes = valid.slice();
        bytes[at] = value;
        return codeOf(bytes) !== '';
      }),
      { numRuns: 500 },
    );
    for (let length = 0; length < valid.length; length++) expect(codeOf(valid.subarray(0, length))).not.toBe('ok');
  });
});
