import { describe, expect, test } from 'vitest';
import { randomBits, streamSeed, uniform } from '../../../engine/train/random';

describe('random numbers', () => {
  test('do not depend on how many are drawn', () => {
    expect(randomBits(7, [3, 4])).toEqual(randomBits(100, [3, 4]).slice(0, 7));
  });

  test('differ between seeds, steps and streams', () => {
    const seeds = [streamSeed([1, 0], 5), streamSeed([1, 1], 5), streamSeed([1, 0], 7), streamSeed([2, 0], 5)];
    expect(new Set(seeds.map((seed) => uniform(4, seed).join())).size).toBe(4);
  });
});
