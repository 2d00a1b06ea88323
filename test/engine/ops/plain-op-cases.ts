import type { Tensor } from '@tensorflow/tfjs-core';
import { type Case, given, labels } from './op-case';

const A = [
  [2, 3],
  [1, -2, 3, -4, 5, -6],
] as const;
const B = [
  [2, 3],
  [2, 2, 2, -1, -1, -1],
] as const;
const POSITIVE = [[4], [0.25, 1, 2.25, 4]] as const;

/** Arithmetic, comparison, reduction and rearrangement; worked by hand. */
export const PLAIN = {
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
  sin: {
    run: (ops, a) => ops.sin(a),
    inputs: given([[3], [0, Math.PI / 2, -Math.PI / 6]]),
    shape: [3],
    values: [0, 1, -0.5],
    smooth: true,
  },
  cos: {
    run: (ops, a) => ops.cos(a),
    inputs: given([[3], [0, Math.PI / 2, Math.PI / 3]]),
    shape: [3],
    values: [1, 0, 0.5],
    smooth: true,
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
  split: {
    run: (ops, a) => {
      const [first, second, third] = ops.split(a, 3, 1);
      return ops.sub(ops.mul(first as Tensor, third as Tensor), second as Tensor);
    },
    inputs: given(A),
    shape: [2, 1],
    values: [5, 19],
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
} satisfies Record<string, Case>;
