import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import batchNorm from '../../../engine/layers/batchNorm';
import type { StepOps } from '../../../engine/train/ops/portable';
import { expectClose } from './close';
import { apart, expectGradients } from './numeric-gradient';
import { opsAt, pattern, places, weighed } from './places';

/** keras.layers.BatchNormalization (epsilon 0.001) of Keras 3.15 over [2, 3, 2, 2], with gradients by tf.GradientTape. */
const KERAS = {
  scale: [1.5, -0.5],
  offset: [0.1, 0.2],
  /** Running statistics: before, and after one step with momentum 0.9. */
  before: { mean: [0.2, -0.1], variance: [1.5, 0.7] },
  after: { mean: [0.175833, -0.088333], variance: [1.361076, 0.639472] },
  training: [
    -1.956468, -0.096282, -0.610416, -0.581107, 0.735636, 0.71176, 2.081687, 0.226935, -1.507784, -0.25789, -0.161732,
    1.034976, 1.184319, 0.550151, 2.530371, 0.065326, -1.0591, -0.419498, 0.286952, 0.873368, 1.633003, 0.388543,
    -1.956468, -0.096282,
  ],
  towardsX: [
    -0.74303, -0.10702, -0.321946, -0.245414, 0.099138, 0.339115, 0.520221, 0.200721, 1.042506, 0.062327, -0.77983,
    -0.161186, -0.358746, -0.29958, 0.062337, 0.370067, 0.584622, 0.231673, 1.005705, 0.00816, -0.81663, -0.130234,
    -0.294346, -0.268628,
  ],
  towardsScale: [0.082259, 0.177769],
  towardsOffset: [-0.3, 0.3],
  /** With the running statistics after that step. */
  inference: [
    -0.768621, 0.019858, -0.383043, -0.167573, 0.002535, 0.332243, 0.388112, 0.144812, -0.640095, -0.042619, -0.254517,
    0.457197, 0.13106, 0.269766, 0.516638, 0.082335, -0.511569, -0.105096, -0.125991, 0.39472, 0.259586, 0.207289,
    -0.768621, 0.019858,
  ],
};

describe.each(places)('%s batch normalisation', (place) => {
  let ops: StepOps;
  beforeAll(async () => {
    ops = await opsAt(place);
  });

  test('is Keras’s in training, with its gradients', () => {
    const given = [pattern([2, 3, 2, 2]), tf.tensor1d(KERAS.scale), tf.tensor1d(KERAS.offset)] as const;
    expectClose(ops.batchNormTraining(...given, 1e-3).y, KERAS.training);
    const [x, scale, offset] = tf.grads((a, b, c) => weighed(ops.batchNormTraining(a, b, c, 1e-3).y))([...given]);
    expectClose(x as tf.Tensor, KERAS.towardsX, 5e-6);
    expectClose(scale as tf.Tensor, KERAS.towardsScale);
    expectClose(offset as tf.Tensor, KERAS.towardsOffset);
  });

  test('is Keras’s with running statistics', () => {
    const { scale, offset, after } = KERAS;
    const [mean, variance] = [tf.tensor1d(after.mean), tf.tensor1d(after.variance)];
    const given = [pattern([2, 3, 2, 2]), tf.tensor1d(scale), tf.tensor1d(offset)] as const;
    expectClose(ops.batchNormInference(...given, mean, variance, 1e-3), KERAS.inference, 5e-6);
  });

  test('lets the layer’s running statistics follow as Keras’s', () => {
    const { scale, offset, before, after } = KERAS;
    const weights = {
      scale: tf.tensor1d(scale),
      offset: tf.tensor1d(offset),
      mean: tf.tensor1d(before.mean),
      variance: tf.tensor1d(before.variance),
    };
    const p = { momentum: 0.9, epsilon: 1e-3, scale: true, offset: true };
    const random = { seed: tf.tensor1d([0, 0], 'int32'), stream: 0 };
    batchNorm.forward(ops, [pattern([2, 3, 2, 2])], weights, p, { training: true, batch: 2, random });
    const updates = ops.takeUpdates();
    expect(updates.map(({ weight }) => weight)).toEqual([weights.mean, weights.variance]);
    expectClose(updates[0]?.value ?? [], after.mean);
    expectClose(updates[1]?.value ?? [], after.variance);
  });

  test('divides the variance by n, over every axis but the last', () => {
    const { mean, variance } = ops.batchNormTraining(
      tf.tensor2d([1, 10, 3, 30], [2, 2]),
      tf.ones([2]),
      tf.zeros([2]),
      1e-3,
    );
    expectClose(mean, [2, 20]);
    expectClose(variance, [1, 100]);
  });

  test('works for vectors, sequences, maps and volumes', () => {
    for (const shape of [
      [5, 2],
      [2, 4, 2],
      [2, 2, 2, 2],
      [2, 1, 2, 2, 2],
    ]) {
      const given = [apart(shape, 6), tf.tensor1d([1.5, -0.5]), tf.tensor1d([0, 1])];
      expectGradients(
        ([x, scale, offset]) => [
          ops.batchNormTraining(x as tf.Tensor, scale as tf.Tensor, offset as tf.Tensor, 1e-3).y,
        ],
        given,
      );
    }
  });
});
