import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { ACTIVATIONS, type ActivationName } from '../../../engine/layers/contract/params';
import type { StepOps } from '../../../engine/train/ops/portable';
import { expectClose } from './close';
import { apart, expectGradients } from './numeric-gradient';
import { opsAt, places } from './places';

const POINTS = [-3, -0.5, 0, 0.7, 2.5];

/** keras.activations of Keras 3.15 at the points above; gelu with approximate=False. */
const KERAS: Readonly<Record<ActivationName, readonly number[]>> = {
  linear: POINTS,
  relu: [0, 0, 0, 0.7, 2.5],
  relu6: [0, 0, 0, 0.7, 2.5],
  leakyRelu: [-0.6, -0.1, 0, 0.7, 2.5],
  elu: [-0.950213, -0.393469, 0, 0.7, 2.5],
  selu: [-1.670569, -0.691758, 0, 0.735491, 2.626753],
  gelu: [-0.00405, -0.154269, 0, 0.530625, 2.484476],
  swish: [-0.142278, -0.18877, 0, 0.467731, 2.310354],
  mish: [-0.145647, -0.220744, 0, 0.561148, 2.471392],
  sigmoid: [0.047426, 0.377541, 0.5, 0.668188, 0.924142],
  hardSigmoid: [0, 0.416667, 0.5, 0.616667, 0.916667],
  hardSwish: [0, -0.208333, 0, 0.431667, 2.291667],
  tanh: [-0.995055, -0.462117, 0, 0.604368, 0.986614],
  softplus: [0.048587, 0.474077, Math.LN2, 1.103186, 2.57889],
  softsign: [-0.75, -0.333333, 0, 0.411765, 0.714286],
  softmax: [0.003141, 0.038261, 0.063081, 0.12703, 0.768487],
  logSoftmax: [-5.763331, -3.263331, -2.763331, -2.063331, -0.263331],
  exponential: [0.049787, 0.606531, 1, 2.013753, 12.182494],
};

describe.each(places)('%s activations', (place) => {
  let ops: StepOps;
  beforeAll(async () => {
    ops = await opsAt(place);
  });

  test.each(ACTIVATIONS)('%s is Keras’s', (name) => {
    expectClose(ops.activation(tf.tensor2d([POINTS]), name), KERAS[name]);
  });

  test.each(ACTIVATIONS)('%s has the gradient of its curve', (name) => {
    expectGradients(([x]) => [ops.activation(x as tf.Tensor, name)], [apart([3, 9], 4)]);
  });

  test.each(ACTIVATIONS)('%s stays finite far out', (name) => {
    const far = tf.tensor2d([[-1e4, -80, 80, 87]]);
    const values = ops.activation(far, name).dataSync();
    expect(values.every((value) => Number.isFinite(value))).toBe(true);
  });
});
