import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ops } from '../../../engine/layers/contract/ops';
import type { StepOps } from '../../../engine/train/ops/portable';
import { expectClose } from './close';
import { apart, expectGradients } from './numeric-gradient';
import { opsAt, places } from './places';

interface Case {
  run(ops: Ops, ...xs: tf.Tensor[]): tf.Tensor;
  /** Shape and values of the inputs. */
  inputs?: readonly (readonly [shape: number[], values: number[]])[];
  shape: readonly number[];
  values: readonly number[];
  dtype?: tf.DataType;
  /** Compared with finite differences; not for steps, choices and labels. */
  smooth?: boolean;
  /** What the values for that lie around: away from 0 for roots and quotients. */
  around?: number;
}

const A = [
  [2, 3],
  [1, -2, 3, -4, 5, -6],
] as const;
const B = [
  [2, 3],
  [2, 2, 2, -1, -1, -1],
] as const;
const POSITIVE = [[4], [0.25, 1, 2.25, 4]] as const;
const given = (...list: (readonly [readonly number[], readonly number[]])[]): Case['inputs'] =>
  list.map(([shape, values]) => [[...shape], [...values]]);
const labels = (ops: Ops, values: number[], shape = [values.length]) => ops.constant(values, shape, 'int32');
const key = { seed: tf.tensor1d([42, 7], 'int32'), stream: 0 };

/** A case for every op: a new op does not compile until it has one. */
const CASES: Record<Exclude<keyof Ops, 'update'>, Case> = {
  constant: {
    run: (ops) => ops.constant([1, 2, 3, 4], [2, 2], 'int32'),
    shape: [2, 2],
    values: [1, 2, 3, 4],
    dtype: 'int32',
  },
  scalar: { run: (ops) => ops.scalar(0.5), shape: [], values: [0.5] },
  zerosLike: { run: (ops, a) => ops.zerosLike(a), inputs: given(A), shape: [2, 3], values: [0, 0, 0, 0, 0, 0] },
  onesLike: { run: (ops, a) => ops.onesLike(a), inputs: given(A), shape: [2, 3], values: [1, 1, 1, 1, 1, 1] },
  cast: {
    run: (ops, a) => ops.cast(a, 'int32'),
    inputs: given([[3], [1.7, -1.7, 0]]),
    shape: [3],
    values: [1, -1, 0],
    dtype: 'int32',
  },
  add: {
    run: (ops, a, b) => ops.add(a, b),
    inputs: given(A, B),
    shape: [2, 3],
    values: [3, 0, 5, -5, 4, -7],
    smooth: true,
  },
  sub: {
    run: (ops, a, b) => ops.sub(a, b),
    inputs: given(A, [[3], [1, 2, 3]]),
    shape: [2, 3],
    values: [0, -4, 0, -5, 3, -9],
    smooth: true,
  },
  mul: {
    run: (ops, a, b) => ops.mul(a, b),
    inputs: given(A, B),
    shape: [2, 3],
    values: [2, -4, 6, 4, -5, 6],
    smooth: true,
  },
  div: {
    run: (ops, a, b) => ops.div(a, b),
    inputs: given(A, B),
    shape: [2, 3],
    values: [0.5, -1, 1.5, 4, -5, 6],
    smooth: true,
    around: 4,
  },
  maximum: {
    run: (ops, a, b) => ops.maximum(a, b),
    inputs: given(A, B),
    shape: [2, 3],
    values: [2, 2, 3, -1, 5, -1],
    smooth: true,
  },
  minimum: {
    run: (ops, a, b) => ops.minimum(a, b),
    inputs: given(A, B),
    shape: [2, 3],
    values: [1, -2, 2, -4, -1, -6],
    smooth: true,
  },
  pow: {
    run: (ops, a, b) => ops.pow(a, b),
    inputs: given(POSITIVE, [[4], [0.5, 7, 2, -1]]),
    shape: [4],
    values: [0.5, 1, 5.0625, 0.25],
    smooth: true,
    around: 4,
  },
  square: {
    run: (ops, a) => ops.square(a),
    inputs: given(A),
    shape: [2, 3],
    values: [1, 4, 9, 16, 25, 36],
    smooth: true,
  },
  sqrt: {
    run: (ops, a) => ops.sqrt(a),
    inputs: given(POSITIVE),
    shape: [4],
    values: [0.5, 1, 1.5, 2],
    smooth: true,
    around: 4,
  },
  abs: { run: (ops, a) => ops.abs(a), inputs: given(A), shape: [2, 3], values: [1, 2, 3, 4, 5, 6], smooth: true },
  neg: { run: (ops, a) => ops.neg(a), inputs: given(A), shape: [2, 3], values: [-1, 2, -3, 4, -5, 6], smooth: true },
  exp: {
    run: (ops, a) => ops.exp(a),
    inputs: given([[3], [0, 1, -1]]),
    shape: [3],
    values: [1, Math.E, 1 / Math.E],
    smooth: true,
  },
  log: {
    run: (ops, a) => ops.log(a),
    inputs: given([[3], [1, Math.E, 2]]),
    shape: [3],
    values: [0, 1, Math.LN2],
    smooth: true,
    around: 4,
  },
  clip: {
    run: (ops, a) => ops.clip(a, -2.5, 3.5),
    inputs: given(A),
    shape: [2, 3],
    values: [1, -2, 3, -2.5, 3.5, -2.5],
    smooth: true,
  },
  greater: {
    run: (ops, a, b) => ops.greater(a, b),
    inputs: given(A, B),
    shape: [2, 3],
    values: [0, 0, 1, 0, 1, 0],
    dtype: 'bool',
  },
  less: {
    run: (ops, a, b) => ops.less(a, b),
    inputs: given(A, B),
    shape: [2, 3],
    values: [1, 1, 0, 1, 0, 1],
    dtype: 'bool',
  },
  equal: {
    run: (ops, a, b) => ops.equal(a, b),
    inputs: given(A, [[3], [1, 2, 3]]),
    shape: [2, 3],
    values: [1, 0, 1, 0, 0, 0],
    dtype: 'bool',
  },
  where: {
    run: (ops, a, b) => ops.where(ops.greater(a, ops.scalar(0)), a, b),
    inputs: given(A, B),
    shape: [2, 3],
    values: [1, 2, 3, -1, 5, -1],
    smooth: true,
  },
  stopGradient: { run: (ops, a) => ops.stopGradient(a), inputs: given(A), shape: [2, 3], values: A[1] },
  sum: { run: (ops, a) => ops.sum(a, 1), inputs: given(A), shape: [2], values: [2, -5], smooth: true },
  mean: {
    run: (ops, a) => ops.mean(a, [0], true),
    inputs: given(A),
    shape: [1, 3],
    values: [-1.5, 1.5, -1.5],
    smooth: true,
  },
  max: { run: (ops, a) => ops.max(a, -1), inputs: given(A), shape: [2], values: [3, 5], smooth: true },
  argMax: { run: (ops, a) => ops.argMax(a, -1), inputs: given(A), shape: [2], values: [2, 1], dtype: 'int32' },
  reshape: { run: (ops, a) => ops.reshape(a, [3, 2]), inputs: given(A), shape: [3, 2], values: A[1], smooth: true },
  transpose: {
    run: (ops, a) => ops.transpose(a, [1, 0]),
    inputs: given(A),
    shape: [3, 2],
    values: [1, -4, -2, 5, 3, -6],
    smooth: true,
  },
  concat: {
    run: (ops, a, b) => ops.concat([a, b], 0),
    inputs: given(A, B),
    shape: [4, 3],
    values: [...A[1], ...B[1]],
    smooth: true,
  },
  slice: {
    run: (ops, a) => ops.slice(a, [0, 1], [2, 1]),
    inputs: given(A),
    shape: [2, 1],
    values: [-2, 5],
    smooth: true,
  },
  pad: {
    run: (ops, a) =>
      ops.pad(
        a,
        [
          [1, 0],
          [0, 1],
        ],
        9,
      ),
    inputs: given([
      [1, 2],
      [1, 2],
    ]),
    shape: [2, 3],
    values: [9, 9, 9, 1, 2, 9],
    smooth: true,
  },
  gather: {
    run: (ops, a) => ops.gather(a, labels(ops, [2, 0, 2]), 1),
    inputs: given(A),
    shape: [2, 3],
    values: [3, 1, 3, -6, -4, -6],
    smooth: true,
  },
  oneHot: { run: (ops) => ops.oneHot(labels(ops, [2, 0]), 3), shape: [2, 3], values: [0, 0, 1, 1, 0, 0] },
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
  conv2d: {
    run: (ops, a, b) => ops.conv2d(a, b, { stride: [1, 1], padding: 'valid', dilation: [1, 2] }),
    inputs: given(
      [
        [1, 1, 4, 1],
        [1, 2, 3, 4],
      ],
      [
        [1, 2, 1, 1],
        [1, -1],
      ],
    ),
    shape: [1, 1, 2, 1],
    values: [-2, -2],
    smooth: true,
  },
  maxPool2d: {
    run: (ops, a) => ops.maxPool2d(a, { size: [1, 2], stride: [1, 2], padding: 'same' }),
    inputs: given([
      [1, 1, 3, 1],
      [1, 2, -3],
    ]),
    shape: [1, 1, 2, 1],
    values: [2, -3],
    smooth: true,
  },
  averagePool2d: {
    run: (ops, a) => ops.averagePool2d(a, { size: [1, 2], stride: [1, 2], padding: 'same' }),
    inputs: given([
      [1, 1, 3, 1],
      [1, 2, -3],
    ]),
    shape: [1, 1, 2, 1],
    values: [1.5, -3],
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
  sigmoidCrossEntropy: {
    run: (ops, a) => ops.sigmoidCrossEntropy(a, ops.constant([1, 0.5], [2])),
    inputs: given([[2], [2, 0]]),
    shape: [2],
    values: [Math.log1p(Math.exp(-2)), Math.LN2],
    smooth: true,
  },
  randomUniform: {
    run: (ops) => ops.randomUniform([1, 2], key),
    shape: [1, 2],
    values: [0.6123888492584229, 0.9290637969970703],
  },
  /** The draws are 0.61 and 0.93: the first falls under the rate. */
  dropout: {
    run: (ops, a) => ops.dropout(a, 0.75, key),
    inputs: given([
      [1, 2],
      [3, 5],
    ]),
    shape: [1, 2],
    values: [0, 20],
    smooth: true,
  },
};

describe.each(places)('%s', (place) => {
  let ops: StepOps;
  beforeAll(async () => {
    ops = await opsAt(place);
  });

  test.each(Object.entries(CASES))(
    '%s',
    (_name, { run, inputs = [], shape, values, dtype = 'float32', smooth, around = 0 }) => {
      const xs = inputs.map(([sizes, numbers]) => tf.tensor(numbers, sizes, 'float32'));
      const y = run(ops, ...xs);
      expect(y.shape).toEqual(shape);
      expect(y.dtype).toBe(dtype);
      expectClose(y, values);
      if (!smooth) return;
      // Values of their own, since the ones above meet at kinks.
      const free = xs.map((x, i) => tf.add(apart(x.shape, i + 1), around + i / 10));
      expectGradients((moved) => [run(ops, ...moved)], free, 5e-3);
    },
  );

  test('stopGradient lets no gradient through', () => {
    const f = (x: tf.Tensor) => tf.sum(tf.mul(x, ops.stopGradient(x)));
    expectClose(tf.grad(f)(tf.tensor1d([2, 3])), [2, 3]);
  });

  test('update hands over what was asked for, once, and keeps it beyond the tidy', () => {
    const weight = tf.tensor1d([1]);
    tf.tidy(() => ops.update(weight, tf.add(weight, 1)));
    const [update, ...rest] = ops.takeUpdates();
    expect(rest).toEqual([]);
    expect(update?.weight).toBe(weight);
    expectClose(update?.value ?? [], [2]);
    expect(ops.takeUpdates()).toEqual([]);
    tf.dispose([weight, update?.value ?? []]);
  });
});
