import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StepOps } from '../../../engine/train/ops/portable';
import { expectClose } from './close';
import { opsAt, pattern, places, weighed } from './places';

/** tf.nn of TensorFlow 2.21 on seven times the pattern, with gradients by tf.GradientTape. */
const TENSORFLOW = {
  labels: [2, 0, 3],
  sparse: [5.022939, 2.274552, 5.669484],
  /** Of the losses weighed by 1, −2 and 0.5. */
  sparseGradient: [
    0.000806, 0.10829, -0.993415, 0.884318, 1.794314, -0.012508, -1.679666, -0.102141, 0.003473, 0.466438, 0.028364,
    -0.498275,
  ],
  /** Targets are the absolute values of the pattern. */
  sigmoid: [
    1.77975,
    1.340417,
    0.500417,
    1.77975,
    1.033186,
    0.74552,
    1.739033,
    Math.LN2,
    1.179033,
    1.58552,
    0.473186,
    1.77975,
  ],
  sigmoidGradient: [
    0.094138, 0.060218, 0.000218, 0.094138, 0, 0.038181, 0.054268, -0.05, -0.068535, 0, -0.046362, -0.047069,
  ],
};

describe.each(places)('%s cross-entropy', (place) => {
  let ops: StepOps;
  let logits: tf.Tensor;
  beforeAll(async () => {
    ops = await opsAt(place);
    logits = tf.mul(pattern([3, 4]), 7);
  });

  test('of labels is TensorFlow’s', () => {
    const labels = tf.tensor1d(TENSORFLOW.labels, 'int32');
    expectClose(ops.sparseSoftmaxCrossEntropy(logits, labels), TENSORFLOW.sparse);
    const weights = tf.tensor1d([1, -2, 0.5]);
    const loss = (x: tf.Tensor) => tf.sum(tf.mul(ops.sparseSoftmaxCrossEntropy(x, labels), weights));
    expectClose(tf.grad(loss)(logits), TENSORFLOW.sparseGradient);
  });

  test('of sigmoids is TensorFlow’s', () => {
    const targets = tf.abs(pattern([3, 4]));
    expectClose(ops.sigmoidCrossEntropy(logits, targets), TENSORFLOW.sigmoid);
    expectClose(tf.grad((x) => weighed(ops.sigmoidCrossEntropy(x, targets)))(logits), TENSORFLOW.sigmoidGradient);
  });

  test('neither overflows nor loses small losses', () => {
    const far = tf.tensor2d([[1000, 0, -1000]]);
    expectClose(ops.sparseSoftmaxCrossEntropy(far, tf.tensor1d([2], 'int32')), [2000]);
    expectClose(ops.sigmoidCrossEntropy(far, tf.tensor2d([[0, 1, 1]])), [1000, Math.LN2, 1000]);
    const sure = ops.sigmoidCrossEntropy(tf.tensor1d([20]), tf.tensor1d([1])).dataSync()[0] ?? 0;
    expect(sure / Math.exp(-20)).toBeCloseTo(1, 4);
  });

  test('has a gradient where the logit is 0', () => {
    const slope = tf.grad((x) => tf.sum(ops.sigmoidCrossEntropy(x, tf.tensor1d([1, 0, 0.25]))))(tf.zeros([3]));
    expectClose(slope, [-0.5, 0.5, 0.25]);
  });
});
