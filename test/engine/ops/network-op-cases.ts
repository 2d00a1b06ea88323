import * as tf from '@tensorflow/tfjs-core';
import { type Case, given, labels } from './op-case';

const A = [
  [2, 3],
  [1, -2, 3, -4, 5, -6],
] as const;
const B = [
  [2, 3],
  [2, 2, 2, -1, -1, -1],
] as const;
const key = () => ({ seed: tf.tensor1d([42, 7], 'int32'), stream: 0 });

/** What nets are made of; worked by hand. */
export const NETWORK = {
  matMul: {
    run: (ops, a, b) => ops.matMul(a, b, false, true),
    inputs: given(A, B),
    shape: [2, 2],
    values: [4, -2, -10, 5],
    smooth: true,
  },
  biasAdd: {
    run: (ops, a, b) => ops.biasAdd(a, b),
    inputs: given(A, [[3], [1, 2, 3]]),
    shape: [2, 3],
    values: [2, 0, 6, -3, 7, -3],
    smooth: true,
  },
  activation: {
    run: (ops, a) => ops.activation(a, 'relu'),
    inputs: given(A),
    shape: [2, 3],
    values: [1, 0, 3, 0, 5, 0],
    smooth: true,
  },
  batchNormTraining: {
    run: (ops, a, b) => ops.batchNormTraining(a, b, ops.zerosLike(b), 1e-3).y,
    inputs: given(
      [
        [2, 1],
        [1, 3],
      ],
      [[1], [2]],
    ),
    shape: [2, 1],
    values: [-1.999001, 1.999001],
    smooth: true,
  },
  batchNormInference: {
    run: (ops, a, b) => ops.batchNormInference(a, b, b, ops.zerosLike(b), ops.onesLike(b), 1),
    inputs: given(
      [
        [2, 1],
        [1, 3],
      ],
      [[1], [2]],
    ),
    shape: [2, 1],
    values: [2 + Math.SQRT2, 2 + 3 * Math.SQRT2],
    smooth: true,
  },
  localResponseNorm: {
    run: (ops, a) => ops.localResponseNorm(a, { radius: 1, alpha: 1, beta: 0.5, k: 2 }),
    inputs: given([
      [1, 1, 2, 3],
      [1, 1, 3, 0, 2, 0],
    ]),
    shape: [1, 1, 2, 3],
    values: [1 / 2, 1 / Math.sqrt(13), 3 / Math.sqrt(12), 0, 2 / Math.sqrt(6), 0],
    smooth: true,
  },
  sparseSoftmaxCrossEntropy: {
    run: (ops, a) => ops.sparseSoftmaxCrossEntropy(a, labels(ops, [1, 0])),
    inputs: given([
      [2, 2],
      [0, 0, 2, 0],
    ]),
    shape: [2],
    values: [Math.LN2, Math.log1p(Math.exp(-2))],
    smooth: true,
  },
  /** The second row's shares come to 2. */
  softmaxCrossEntropy: {
    run: (ops, a) => ops.softmaxCrossEntropy(a, ops.constant([0.25, 0.75, 2, 0], [2, 2])),
    inputs: given([
      [2, 2],
      [0, 0, 2, 0],
    ]),
    shape: [2],
    values: [Math.LN2, 2 * Math.log1p(Math.exp(-2))],
    smooth: true,
  },
  sigmoidCrossEntropy: {
    run: (ops, a) => ops.sigmoidCrossEntropy(a, ops.constant([1, 0.5], [2])),
    inputs: given([[2], [2, 0]]),
    shape: [2],
    values: [Math.log1p(Math.exp(-2)), Math.LN2],
    smooth: true,
  },
  randomUniform: {
    run: (ops) => ops.randomUniform([1, 2], key()),
    shape: [1, 2],
    values: [0.6123888492584229, 0.9290637969970703],
  },
  /** The draws are 0.61 and 0.93: the first falls under the rate. */
  dropout: {
    run: (ops, a) => ops.dropout(a, 0.75, key()),
    inputs: given([
      [1, 2],
      [3, 5],
    ]),
    shape: [1, 2],
    values: [0, 20],
    smooth: true,
  },
} satisfies Record<string, Case>;
