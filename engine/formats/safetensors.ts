/**
 * The safetensors file format: eight bytes of header length (little endian), a JSON header, then the tensors' bytes.
 * Format: https://github.com/huggingface/safetensors#format. Every machine that we run on is little endian, so data
 * are neither swapped nor converted.
 */
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';

/** Element type → bytes per element and the array that holds it. F16 and BF16 are kept as their raw 16 bits. */
const elementTypes = {
  F64: { bytes: 8, Data: Float64Array },
  I64: { bytes: 8, Data: BigInt64Array },
  U64: { bytes: 8, Data: BigUint64Array },
  F32: { bytes: 4, Data: Float32Array },
  I32: { bytes: 4, Data: Int32Array },
  U32: { bytes: 4, Data: Uint32Array },
  F16: { bytes: 2, Data: Uint16Array },
  BF16: { bytes: 2, Data: Uint16Array },
  I16: { bytes: 2, Data: Int16Array },
  U16: { bytes: 2, Data: Uint16Array },
  I8: { bytes: 1, Data: Int8Array },
  U8: { bytes: 1, Data: Uint8Array },
  BOOL: { bytes: 1, Data: Uint8Array },
} as const;

export type SafetensorsType = keyof typeof elementTypes;

export type SafetensorsData =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** One named tensor; `data` holds its elements row by row, as many as the product of `shape` (1 for a scalar). */
export interface SafetensorsTensor {
  shape: number[];
  dtype: SafetensorsType;
  data: SafetensorsData;
}

export interface SafetensorsFile {
  tensors: Record<string, SafetensorsTensor>;
  metadata: Record<string, string>;
}

/** Names that would write to an object's prototype, and the header's own key for metadata. */
const reservedNames = new Set(['__proto__', 'constructor', 'prototype', '__metadata__']);

/** A header of a real net is far smaller: 4,000 tensors take half a megabyte. */
const maximumHeaderBytes = 16 * 1024 * 1024;
const maximumRank = 32;

const elementCount = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Tensors → the bytes of a safetensors file. The same tensors give the same bytes: wide element types come first, so
 * that every tensor lies on a multiple of its element size, and names are sorted within a type.
 * Throws a RangeError where a tensor's data do not match its shape and type, or a name is reserved: a fault of the
 * caller, not of a file.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, SafetensorsTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const parts = safetensorsParts(tensors, metadata);
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** The same file as parts that follow each other: the header, then views of the tensors' own memory. */
export function safetensorsParts(
  tensors: Readonly<Record<string, SafetensorsTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const order = Object.entries(tensors).sort(([firstName, first], [secondName, second]) => {
    const byWidth = elementTypes[second.dtype].bytes - elementTypes[first.dtype].bytes;
    return byWidth || (firstName < secondName ? -1 : 1);
  });
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push(['__metadata__', metadata]);
  let position = 0;
  for (const [name, { shape, dtype, data }] of order) {
    const { bytes, Data } = elementTypes[dtype];
    if (reservedNames.has(name)) throw new RangeError(`A tensor cannot be named ${name}`);
    if (!(data instanceof Data) || data.length !== elementCount(shape)) {
      throw new RangeError(`Tensor ${name} of type ${dtype} and shape [${shape}] does not match its data`);
    }
    const end = position + data.length * bytes;
    entries.push([name, { dtype, shape, data_offsets: [position, end] }]);
    position = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + headerBytes).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(headerBytes), true);
  head.set(json, 8);
  return [head, ...order.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
}

/**
 * The bytes of a safetensors file → its tensors and metadata, or the first problem found. Nothing is allocated from
 * what the header claims before it is checked against the file's length. A tensor's data are a view of `bytes` where
 * they lie on a multiple of the element size, and a copy otherwise.
 */
export function decodeSafetensors(bytes: Uint8Array): Result<SafetensorsFile> {
  if (bytes.length < 8) return truncated(bytes.length, 8);
  const claimed = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (claimed > BigInt(maximumHeaderBytes)) {
    return wrongHeader(`its header claims ${claimed} bytes, and at most ${maximumHeaderBytes} are read`);
  }
  const start = 8 + Number(claimed);
  if (start > bytes.length) return truncated(bytes.length, start);
  const header = parseHeader(bytes.subarray(8, start));
  if (!header) return wrongHeader('its header is not a JSON object in UTF-8');

  const tensors: Record<string, SafetensorsTensor> = {};
  const entries: Entry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      const read = readMetadata(value);
      if (!read) return wrongHeader('its metadata are not a map from text to text');
      metadata = read;
      continue;
    }
    const entry = readEntry(name, value);
    if (typeof entry === 'string') return fail(problem('safetensors/tensor', { name, why: entry }));
    entries.push(entry);
  }
  entries.sort((first, second) => first.begin - second.begin || first.end - second.end);
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== position) {
      const why = `it begins at byte ${begin}, and the one before it ends at ${position}`;
      return fail(problem('safetensors/tensor', { name, why }));
    }
    position = end;
  }
  if (start + position > bytes.length) return truncated(bytes.length, start + position);
  if (start + position < bytes.length) return wrongHeader('bytes follow the last tensor');
  for (const entry of entries) {
    tensors[entry.name] = { shape: entry.shape, dtype: entry.dtype, data: readData(bytes, start + entry.begin, entry) };
  }
  return succeed({ tensors, metadata });
}

const truncated = (got: number, expected: number): Result<never> =>
  fail(problem('safetensors/truncated', { got, expected }));
const wrongHeader = (why: string): Result<never> => fail(problem('safetensors/header', { why }));

function parseHeader(bytes: Uint8Array): Record<string, unknown> | null {
  if (bytes[0] !== 0x7b) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(value) ? value : null;
  } catch {
    // Malformed JSON, malformed UTF-8, or nesting deeper than the parser's stack: all mean the same to the reader.
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readMetadata(value: unknown): Record<string, string> | null {
  if (!isRecord(value)) return null;
  const result: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string' || reservedNames.has(key)) return null;
    result[key] = text;
  }
  return result;
}

interface Entry {
  name: string;
  shape: number[];
  dtype: SafetensorsType;
  /** Byte positions after the header. */
  begin: number;
  end: number;
}

/** One entry of the header, or what is wrong with it. Its end may still lie beyond the file's. */
function readEntry(name: string, value: unknown): Entry | string {
  if (reservedNames.has(name)) return 'its name is reserved';
  if (!isRecord(value)) return 'its entry is not a JSON object';
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(elementTypes, dtype)) return 'its element type is unknown';
  if (!isSizes(shape) || shape.length > maximumRank) return 'its shape is not a list of sizes';
  const type = dtype as SafetensorsType;
  const bytes = elementCount(shape) * elementTypes[type].bytes;
  if (!Number.isSafeInteger(bytes)) return 'its shape is too large';
  if (!isSizes(offsets) || offsets.length !== 2) return 'its byte offsets are not two numbers';
  const [begin = 0, end = 0] = offsets;
  if (end - begin !== bytes) return `its shape takes ${bytes} bytes, and its span from ${begin} to ${end} does not`;
  return { name, shape, dtype: type, begin, end };
}

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

function readData(bytes: Uint8Array, at: number, { shape, dtype }: Entry): SafetensorsData {
  const { bytes: width, Data } = elementTypes[dtype];
  const count = elementCount(shape);
  if ((bytes.byteOffset + at) % width === 0) return new Data(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, count);
  // Not bytes.slice: Node's Buffer overrides it with one that does not copy.
  return new Data(new Uint8Array(bytes.subarray(at, at + count * width)).buffer);
}
