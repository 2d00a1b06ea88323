import { describe, expect, it } from 'vitest';
import { rounded, routeOf, threadOf } from '../../../renderer/canvas/wire-path';

describe('routeOf', () => {
  it('is straight at equal heights', () => {
    expect(routeOf({ x1: 104, y1: 16, x2: 136, y2: 16 })).toEqual({ path: 'M104 16L136 16', middle: [120, 16] });
  });

  it('is a curve forward, half way out and in', () => {
    expect(routeOf({ x1: 100, y1: 0, x2: 200, y2: 60 })).toEqual({
      path: 'M100 0C150 0 150 60 200 60',
      middle: [150, 30],
    });
  });

  it('goes back in the lane 32 px above the next row', () => {
    // Out 18, corners 12; the row's tops are 16 px above its ports.
    const { path, middle } = routeOf({ x1: 824, y1: 16, x2: 0, y2: 260 });
    expect(middle).toEqual([412, 212]);
    expect(path.startsWith('M824 16L')).toBe(true);
    expect(path).toContain('Q842 16 ');
    expect(path).toContain('Q842 212 ');
    expect(path).toContain('Q-18 212 ');
    expect(path.endsWith('L0 260')).toBe(true);
  });

  it('goes back up in the lane 32 px above the row that it leaves', () => {
    const { path, middle } = routeOf({ x1: 300, y1: 316, x2: 128, y2: 16 });
    expect(middle[1]).toBe(268);
    expect(path).toContain('Q318 268 ');
    expect(path).toContain('Q110 268 ');
  });

  it('goes back below both ends where they stand in one row', () => {
    expect(routeOf({ x1: 300, y1: 16, x2: 0, y2: 16 }).middle[1]).toBeGreaterThan(64);
  });

  it('runs in the lane that a shortcut is given', () => {
    const { path, middle } = routeOf({ x1: 0, y1: 88, x2: 600, y2: 112 }, 190);
    expect(middle).toEqual([300, 190]);
    expect(path).toContain('Q14 190 ');
  });
});

describe('rounded', () => {
  it('cuts corners by at most half of the shorter side', () => {
    expect(
      rounded(
        [
          [0, 0],
          [10, 0],
          [10, 100],
        ],
        12,
      ),
    ).toBe('M0 0L5 0Q10 0 10 12L10 100');
  });

  it('is empty for no points', () => {
    expect(rounded([], 12)).toBe('');
  });
});

describe('threadOf', () => {
  it('hangs straight between twins that stand below each other', () => {
    expect(threadOf({ x1: 88, y1: 78, x2: 88, y2: 200 })).toEqual({ path: 'M88 78L88 200', middle: [88, 139] });
  });
});
