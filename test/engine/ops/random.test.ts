import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { initialValues } from '../../../engine/train/initial-values';
import { normal, permutation, randomBits, type Seed, streamSeed, uniform } from '../../../engine/train/random';
import { opsAt } from './places';

const mean = (values: Float32Array): number => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: Float32Array): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / values.length);
};

describe('uniform numbers', () => {
  test('are those of Python’s tf.random.stateless_uniform', () => {
    const five = [0.6123888492584229, 0.9290637969970703, 0.8335556983947754, 0.6969203948974609, 0.8798662424087524];
    expect(Array.from(uniform(5, [42, 7]))).toEqual(five);
    const three = [0.5050629377365112, 0.8586729764938354, 0.45183122158050537];
    expect(Array.from(uniform(3, [-5, 2 ** 31 - 1]))).toEqual(three);
  });

  test('do not depend on how many are drawn', () => {
    expect(randomBits(7, [3, 4])).toEqual(randomBits(100, [3, 4]).slice(0, 7));
    expect(uniform(0, [3, 4])).toHaveLength(0);
  });

  test('differ between seeds, steps and streams', () => {
    const seeds = [streamSeed([1, 0], 5), streamSeed([1, 1], 5), streamSeed([1, 0], 7), streamSeed([2, 0], 5)];
    expect(new Set(seeds.map((seed) => uniform(4, seed).join())).size).toBe(4);
  });

  test('have the same bits in TensorFlow and in JavaScript', async () => {
    const seeds: Seed[] = [
      [0, 0],
      [42, 7],
      [-5, 3],
      [2 ** 31 - 1, -(2 ** 31)],
      [123456789, 1],
    ];
    for (const seed of seeds) {
      for (const [stream, shape] of [
        [0, [1]],
        [-77, [3, 5]],
        [2 ** 31 - 1, [2, 7, 11]],
      ] as const) {
        const drawn: Float32Array[] = [];
        for (const place of ['native', 'portable'] as const) {
          const ops = await opsAt(place);
          const numbers = ops.randomUniform([...shape], { seed: tf.tensor1d([...seed], 'int32'), stream });
          expect(numbers.shape).toEqual(shape);
          drawn.push(Float32Array.from(numbers.dataSync()));
        }
        expect(drawn[0]).toEqual(drawn[1]);
      }
    }
  });
});

describe('normal numbers', () => {
  test('are those of Python’s tf.random.stateless_normal to within rounding', () => {
    const python = [
      -0.4269304573535919, 0.8935916423797607, -0.5701664090156555, -0.19753429293632507, 0.032336365431547165,
    ];
    for (const [i, value] of normal(5, [42, 7]).entries()) expect(value).toBeCloseTo(python[i] as number, 6);
  });

  test('have mean 0 and deviation 1', () => {
    const values = normal(100_000, [1, 2]);
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(deviation(values)).toBeCloseTo(1, 1);
  });
});

describe('the order of an epoch', () => {
  test('holds every sample once, is repeatable, and differs by epoch and seed', () => {
    const order = permutation(1, 0, 1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(permutation(1, 0, 1000)).toEqual(order);
    expect(permutation(1, 1, 1000)).not.toEqual(order);
    expect(permutation(2, 0, 1000)).not.toEqual(order);
    expect(permutation(1, 0, 0)).toHaveLength(0);
  });

  test('puts every sample everywhere equally often', () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 5000; epoch++) {
      for (const place of permutation(3, epoch, 5).entries())
        counts.set(place.join(), (counts.get(place.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(25);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});

describe('dropout', () => {
  test('drops the same values on both backends, another set at each step, and keeps the mean', async () => {
    const masks: string[] = [];
    for (const place of ['native', 'portable'] as const) {
      const ops = await opsAt(place);
      for (const step of [0, 1]) {
        const key = { seed: tf.tensor1d([9, step], 'int32'), stream: 4 };
        const values = ops.dropout(tf.ones([200, 50]), 0.25, key).dataSync<'float32'>();
        expect(values.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-6)).toBe(true);
        expect(mean(values)).toBeCloseTo(1, 1);
        masks.push(values.join());
      }
    }
    expect(masks[0]).toBe(masks[2]);
    expect(masks[1]).toBe(masks[3]);
    expect(masks[0]).not.toBe(masks[1]);
  });
});

describe('initial weights', () => {
  const shape = [5, 5, 20, 50];
  test('follow Glorot, He and LeCun', () => {
    const [fanIn, fanOut] = [500, 1250];
    const draw = (init: Parameters<typeof initialValues>[0]['init']) => initialValues({ shape, init, stream: 5 }, 1);
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const glorot = draw('glorotUniform');
    expect(Math.max(...glorot)).toBeLessThanOrEqual(limit);
    expect(Math.max(...glorot)).toBeGreaterThan(0.99 * limit);
    expect(mean(glorot) / limit).toBeCloseTo(0, 1);
    expect(deviation(glorot) / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
    expect(deviation(draw('glorotNormal')) / Math.sqrt(2 / (fanIn + fanOut))).toBeCloseTo(1, 1);
    expect(deviation(draw('heUniform')) / Math.sqrt(2 / fanIn)).toBeCloseTo(1, 1);
    expect(deviation(draw('heNormal')) / Math.sqrt(2 / fanIn)).toBeCloseTo(1, 1);
    expect(deviation(draw('lecunNormal')) / Math.sqrt(1 / fanIn)).toBeCloseTo(1, 1);
    expect(deviation(draw('randomNormal')) / 0.05).toBeCloseTo(1, 1);
    expect(draw('zeros').every((x) => x === 0)).toBe(true);
    expect(draw('ones').every((x) => x === 1)).toBe(true);
  });

  test('are the same for the same seed and stream only', () => {
    const weight = { shape: [3, 4], init: 'glorotUniform', stream: 5 } as const;
    expect(initialValues(weight, 1)).toEqual(initialValues(weight, 1));
    expect(initialValues(weight, 2)).not.toEqual(initialValues(weight, 1));
    expect(initialValues({ ...weight, stream: 6 }, 1)).not.toEqual(initialValues(weight, 1));
  });
});
