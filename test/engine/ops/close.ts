import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Every value within `tolerance` of what is expected, relative to its size where that is above 1. */
export function expectClose(got: Tensor | ArrayLike<number>, expected: ArrayLike<number>, tolerance = 2e-6): void {
  const values = Array.from('dataSync' in got ? got.dataSync() : got);
  expect(values).toHaveLength(expected.length);
  const off = values.flatMap((value, i) => {
    const aim = expected[i] as number;
    return Math.abs(value - aim) <= tolerance * Math.max(1, Math.abs(aim)) ? [] : [{ i, value, aim }];
  });
  expect(off).toEqual([]);
}
