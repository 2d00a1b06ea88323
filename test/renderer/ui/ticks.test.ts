import { describe, expect, it } from 'vitest';
import { ticks } from '../../../renderer/ui/ticks';

describe('ticks', () => {
  it.each([
    [-1.2, 1.2, 5, [-1, -0.5, 0, 0.5, 1]],
    [0, 2, 5, [0, 0.5, 1, 1.5, 2]],
    [96, 100, 5, [96, 97, 98, 99, 100]],
    [0, 0.3, 3, [0, 0.1, 0.2, 0.3]],
    [1, 1, 5, []],
    [Number.NaN, 1, 5, []],
    [0, Number.POSITIVE_INFINITY, 5, []],
  ])('from %d to %d at most about %d', (low, high, most, expected) => expect(ticks(low, high, most)).toEqual(expected));
});
