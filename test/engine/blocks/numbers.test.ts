import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { Weight } from '../../../engine/compile/program';
import { float, type Spec, sampleShape, sampleSize } from '../../../engine/layers/contract/spec';
import { type Device, openDevice } from '../../../engine/session/device';
import { forward } from '../../../engine/train/forward';
import { around } from './around';

/** Value k of weight n is 0.3·sin(n + 1 + 0.7·k); scales lie around 1 and variances above ½. */
function weightTensor({ name, shape }: Weight, at: number): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, k) => {
    const value = 0.3 * Math.sin(at + 1 + 0.7 * k);
    if (name.endsWith('.variance')) return 0.5 + Math.abs(value);
    return name.endsWith('.scale') ? 1 + value : value;
  });
  return tf.tensor(values, [...shape]);
}

/** Value k of input n is sin(0.5·k + n). */
const inputTensor = (spec: Spec, at: number): tf.Tensor =>
  tf.tensor(
    Array.from({ length: sampleSize(spec) }, (_, k) => Math.sin(0.5 * k + at)),
    [1, ...sampleShape(spec)],
  );

interface Case {
  readonly kind: string;
  readonly params: Readonly<Record<string, number | string | boolean | number[]>>;
  readonly inputs: readonly Spec[];
  /** Up to four first numbers of the result, the last two, and the sum of all. */
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly sum: number;
}

/** What the same nets give in Keras 3.15, drawn there operation by operation with the same weights. */
const CASES: readonly Case[] = [
  {
    kind: 'residual',
    params: { filters: 2, form: 'bottleneck', stride: 2 },
    inputs: [float(5, 5, 3)],
    first: [0.278818, 0.636269, 0.602881, 0.242906],
    last: [0.409523, 0],
    sum: 14.29455,
  },
  {
    kind: 'squeezeExciteResidual',
    params: { filters: 3, stride: 2, shortcut: 'parameterFree', squeezed: 2 },
    inputs: [float(4, 4, 2)],
    first: [0.164009, 0.875697, 0.395887, 1.06924],
    last: [0, 0.398455],
    sum: 7.02029,
  },
  {
    kind: 'invertedResidual',
    params: { filters: 3, expand: 2, squeeze: 0.5, activation: 'swish' },
    inputs: [float(4, 4, 3)],
    first: [-0.013727, 0.233876, 0.575398, 0.984053],
    last: [-1.071501, -1.237343],
    sum: -6.59712,
  },
  {
    kind: 'transformerEncoder',
    params: { heads: 2, hidden: 5 },
    inputs: [float(3, 4)],
    first: [-0.179611, -0.035843, 0.232884, 0.581818],
    last: [-1.559396, -1.097149],
    sum: -5.1432,
  },
  {
    kind: 'inception',
    params: { conv1: 1, reduce3: 1, conv3: 2, reduce5: 1, conv5: 1, pool: 1 },
    inputs: [float(4, 4, 2)],
    first: [0.415418, 0.296807, 0.198891, 0],
    last: [0.015288, 0],
    sum: 14.2539,
  },
  {
    kind: 'denseLayer',
    params: { growth: 1 },
    inputs: [float(3, 3, 2)],
    first: [0, 0.479426, 0.099689, 0.841471],
    last: [0.798487, 0.036752],
    sum: 3.69049,
  },
  {
    kind: 'unetUp',
    params: { filters: 1, padding: 'valid' },
    inputs: [float(3, 3, 2), float(9, 9, 1)],
    first: [0, 0, 0.057589, 0.416121],
    last: [0.057589, 0.416121],
    sum: 0.47371,
  },
  {
    kind: 'pyramidPooling',
    params: { parts: [1, 2], filters: 1 },
    inputs: [float(4, 4, 2)],
    first: [0, 0.479426, 0.466175, 0.1328],
    last: [0.466175, 0.08469],
    sum: 13.40327,
  },
  {
    kind: 'convBnRelu',
    params: { filters: 3, stride: [2, 2] },
    inputs: [float(4, 4, 2)],
    first: [0.451779, 0.291262, 0.0, 0.365807],
    last: [0.201171, 0.0],
    sum: 2.74096,
  },
  {
    kind: 'depthwiseSeparable',
    params: { filters: 3, stride: 2, activation: 'relu6' },
    inputs: [float(4, 4, 2)],
    first: [0.073944, 0.377277, 0.490035, 0.522079],
    last: [0.318036, 0.361678],
    sum: 6.49685,
  },
  {
    kind: 'squeezeFire',
    params: { squeeze: 1, expand1: 1, expand3: 2 },
    inputs: [float(4, 4, 2)],
    first: [0.0, 0.0, 0.033815, 0.0],
    last: [0.0, 0.0],
    sum: 3.89374,
  },
  {
    kind: 'twoStream',
    params: { classes: 3, stages: 1, filters: 2 },
    inputs: [float(4, 4, 1), float(4, 4, 2)],
    first: [0.310734, 0.338353, 0.350913],
    last: [0.338353, 0.350913],
    sum: 1.0,
  },
  {
    kind: 'transition',
    params: {},
    inputs: [float(4, 4, 2)],
    first: [-0.237311, -0.375208, -0.384673, -0.301656],
    last: [-0.384673, -0.301656],
    sum: -1.29885,
  },
  {
    kind: 'decoder',
    params: { stages: 2, filters: 1, norm: true },
    inputs: [float(2, 2, 2)],
    first: [0.091712, 0.454984, 0.127003, 0.258659],
    last: [0.223892, 0.0],
    sum: 12.26201,
  },
];

let device: Device;
beforeAll(async () => {
  device = await openDevice();
});

describe('a prediction is that of Keras', () => {
  it.each(CASES)('$kind $params', ({ kind, params, inputs, first, last, sum }) => {
    const { program, problems } = compile(around(kind, params, inputs), { fields: [] });
    if (!program) throw new Error(problems[0]?.message);
    const answer = tf.tidy(() => {
      const weights = program.weights.map(weightTensor);
      const batch = Object.fromEntries(program.inputs.map(({ id, spec }, at) => [id, inputTensor(spec, at)]));
      const seed = tf.tensor1d([1, 1], 'int32');
      const values = forward(device.makeOps(), { program, steps: {} }, weights, batch, { training: false, seed });
      return [...(values[program.outputs[0]?.logits ?? -1] as tf.Tensor).dataSync()];
    });
    const near = (got: readonly number[], wanted: readonly number[]) => {
      expect(got).toHaveLength(wanted.length);
      wanted.forEach((value, at) => {
        expect(got[at]).toBeCloseTo(value, 4);
      });
    };
    near(answer.slice(0, 4), first);
    near(answer.slice(-2), last);
    expect(answer.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 3);
  });
});
