import { describe, expect, it } from 'vitest';
import { normals, permutation, philox, randomBits, stream, uniforms } from '../../../engine/data/parts/draws';

function block(counter: number[], key: number[]): number[] {
  const into = new Uint32Array(4);
  philox(counter, key, into);
  return [...into];
}

describe('Philox 4x32-10', () => {
  // The known answers that the authors publish with Random123 (kat_vectors).
  it('gives the published numbers', () => {
    expect(block([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    expect(block([0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

describe('draws', () => {
  it('repeat for the same seed and name, and differ for others', () => {
    const bits = (seed: number, name: string) => [...randomBits(9, seed, stream(name))];
    expect(bits(1, 'a')).toEqual(bits(1, 'a'));
    expect(bits(1, 'a')).not.toEqual(bits(2, 'a'));
    expect(bits(1, 'a')).not.toEqual(bits(1, 'b'));
  });

  it('are uniform and normal', () => {
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    const u = uniforms(20_000, 3, 0);
    expect(mean(u)).toBeCloseTo(0.5, 2);
    expect(Math.min(...u)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...u)).toBeLessThan(1);
    const z = normals(20_001, 3, 0);
    expect(Math.abs(mean(z))).toBeLessThan(0.03);
    expect(mean(z.map((v) => v * v))).toBeCloseTo(1, 1);
  });

  it('permute: every number once, each place equally likely', () => {
    const first = new Array<number>(5).fill(0);
    for (let seed = 0; seed < 5000; seed++) {
      const order = permutation(5, seed, 7);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      first[order[0] as number] = (first[order[0] as number] ?? 0) + 1;
    }
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});
