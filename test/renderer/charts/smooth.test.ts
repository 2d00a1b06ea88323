import { describe, expect, it } from 'vitest';
import { smooth, thin } from '../../../renderer/charts/smooth';

describe('smooth', () => {
  it('gives the values themselves at weight 0', () => {
    expect([...smooth([3, 1, 2], 0)]).toEqual([3, 1, 2]);
  });
  it('is debiased: the first value counts fully', () => {
    // last = 0.5·0 + 0.5·4 = 2, 2 / (1 − 0.5) = 4; last = 0.5·2 + 0.5·8 = 5, 5 / (1 − 0.25) = 6.667
    expect([...smooth([4, 8], 0.5)]).toEqual([4, expect.closeTo(20 / 3, 10)]);
  });
  it('passes over gaps', () => {
    const [a, b, c] = smooth([4, Number.NaN, 8], 0.5);
    expect(a).toBe(4);
    expect(b).toBeNaN();
    expect(c).toBeCloseTo(20 / 3, 10);
  });
});

describe('thin', () => {
  it('keeps all of a short line', () => {
    expect(thin([1, 2, 3], 10)).toEqual([0, 1, 2]);
  });
  it('keeps the peak and the pit of a long one, in order', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 50));
    values[40_001] = 9;
    values[70_003] = -9;
    const kept = thin(values, 500);
    expect(kept.length).toBeLessThanOrEqual(500);
    expect(kept).toContain(40_001);
    expect(kept).toContain(70_003);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
  });
});
