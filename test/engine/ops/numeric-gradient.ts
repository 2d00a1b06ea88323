import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { permutation, uniform } from '../../../engine/train/random';

/** Half the distance of the two points of a central difference. */
const STEP = 0.01;
/** Coordinates looked at in each tensor. */
const COORDINATES = 24;

/**
 * Distinct values around 0, shuffled, over at least −2 to 2: no two lie within two steps of each other or one of 0, so that functions with
 * kinks there (ReLU, largest value, absolute value) are smooth where differences are taken.
 */
export function apart(shape: readonly number[], seed: number): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const gap = Math.max(4 * STEP, 4 / size);
  const values = Float32Array.from(permutation(seed, 0, size), (k) => (k - (size - 1) / 2 + 0.25) * gap);
  return tf.tensor(values, [...shape]);
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);

/**
 * Compares tfjs's gradients of Σ r·f(x), with random r, with central differences. The sum is taken in double
 * precision, so that only the rounding of f itself remains. `slack` is the tolerance, absolute and relative.
 */
export function expectGradients(f: (xs: tf.Tensor[]) => tf.Tensor[], xs: readonly tf.Tensor[], slack = 2e-3): void {
  const shapes = tf.tidy(() => f([...xs]).map((y) => y.shape));
  const weights = shapes.map((shape, i) => uniform(tf.util.sizeFromShape(shape), [i, 99]).map((u) => 2 * u - 1));
  const objective = (inputs: tf.Tensor[]): number =>
    tf.tidy(() =>
      f(inputs).reduce((sum, y, i) => sum + dot(y.dataSync<'float32'>(), weights[i] ?? new Float32Array()), 0),
    );
  const gradients = tf.grads((...inputs: tf.Tensor[]) =>
    tf.addN(f(inputs).map((y, i) => tf.sum(tf.mul(y, tf.tensor(weights[i] as Float32Array, y.shape))))),
  )([...xs]);
  for (const [at, x] of xs.entries()) {
    const values = x.dataSync() as Float32Array;
    const slope = gradients[at]?.dataSync() ?? [];
    expect(gradients[at]?.shape).toEqual(x.shape);
    for (const k of permutation(at, 1, values.length).slice(0, COORDINATES)) {
      const moved = (by: number) => {
        const copy = values.slice();
        copy[k] = (copy[k] as number) + by;
        return objective(xs.map((other, i) => (i === at ? tf.tensor(copy, x.shape) : other)));
      };
      const difference = (moved(STEP) - moved(-STEP)) / (2 * STEP);
      const error = Math.abs(difference - (slope[k] as number));
      expect(error, `input ${at}, value ${k}: ${slope[k]} against ${difference}`).toBeLessThan(
        slack * (1 + Math.abs(difference)),
      );
    }
  }
}
