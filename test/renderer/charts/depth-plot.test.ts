import { describe, expect, it } from 'vitest';
import { depthArea, depthIndex, depthRange, depthX } from '../../../renderer/charts/depth-plot';

const row = (line: number | null, mark: number | null = null) => ({ node: 'n', line, mark });

describe('a chart by depth', () => {
  it('shows all that is over 0, down to 14 powers of ten', () => {
    expect(depthRange([row(1, 0.01), row(0), row(null)])).toEqual([0.005, 2]);
    const [low, high] = depthRange([row(1), row(1e-30)]);
    expect(high).toBe(2);
    expect(low).toBeCloseTo(1e-14, 20);
    expect(depthRange([row(0), row(null)])).toEqual([0.1, 1]);
  });

  it('finds the node under a place, from edge to edge', () => {
    const area = depthArea(472, 200);
    expect(area.width).toBe(400);
    for (const index of [0, 1, 7, 8]) expect(depthIndex(area, 9, depthX(area, 9, index))).toBe(index);
    expect([depthIndex(area, 9, 0), depthIndex(area, 9, 1000), depthIndex(area, 0, 10)]).toEqual([0, 8, undefined]);
    expect(depthX(area, 1, 0)).toBe(256);
  });
});
