import { describe, expect, it } from 'vitest';
import { normals, permutation, stream, uniforms } from '../../../engine/data/parts/draws';

const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;

describe('draws', () => {
  it('repeat for the same seed and name, and differ for others', () => {
    const draw = (seed: number, name: string) => [...uniforms(9, seed, stream(name))];
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
  });

  it('are uniform and normal', () => {
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
