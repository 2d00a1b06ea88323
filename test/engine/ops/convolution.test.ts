import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ConvOptions } from '../../../engine/layers/contract/ops';
import type { StepOps } from '../../../engine/train/ops/portable';
import { expectClose } from './close';
import { opsAt, pattern, places, weighed } from './places';

interface Case {
  x: number[];
  kernel: number[];
  options: ConvOptions;
  y: number[];
  values: number[];
  towardsX: number[];
  towardsKernel: number[];
}

/** keras.ops.conv of Keras 3.15 on TensorFlow 2.21, with its gradients by tf.GradientTape. */
const CASES: Readonly<Record<string, Case>> = {
  'same stride 2': {
    x: [1, 5, 4, 2],
    kernel: [3, 3, 2, 2],
    options: { stride: [2, 2], padding: 'same' },
    y: [1, 3, 2, 2],
    values: [0.19, 0.16, -0.11, 0.01, 0.08, -0.07, 0.24, 0.15, 0.25, -0.34, -0.13, 0.02],
    towardsX: [
      -0.03, 0.08, -0.02, -0.05, -0.04, 0.03, -0.04, -0.01, 0.03, 0.01, 0.06, 0.04, -0.02, -0.08, 0.09, -0.02, 0.02,
      -0.04, 0.04, -0.02, 0.08, -0.05, 0.02, 0.02, -0.12, 0.02, 0.02, 0.02, 0.05, 0.02, -0.1, 0.01, 0.02, -0.06, 0,
      0.06, -0.05, 0.12, -0.02, -0.05,
    ],
    towardsKernel: [
      -0.1, 0.1, 0.08, -0.04, 0.15, -0.07, -0.11, 0.12, 0.08, -0.04, 0, 0.04, 0, 0.05, -0.14, -0.1, 0.05, 0.08, -0.2,
      0.15, 0.08, -0.05, 0.08, -0.01, 0.1, 0, -0.04, -0.11, -0.07, 0.11, 0.12, 0, -0.04, -0.06, 0.04, -0.02,
    ],
  },
  dilated: {
    x: [1, 6, 5, 2],
    kernel: [2, 2, 2, 3],
    options: { stride: [1, 1], padding: 'valid', dilation: [3, 2] },
    y: [1, 3, 3, 3],
    values: [
      0.24, 0.01, -0.01, -0.07, 0.07, 0.21, -0.16, 0.02, -0.01, -0.21, -0.35, 0.21, -0.19, 0.04, -0.01, -0.06, 0.21,
      -0.01, 0.11, -0.16, -0.01, 0.24, 0.01, -0.01, -0.07, 0.07, 0.21,
    ],
    towardsX: [
      0.08, 0.06, -0.06, -0.06, -0.08, -0.08, -0.06, -0.06, 0.06, 0.08, -0.04, -0.05, 0.07, 0.08, 0.16, 0.13, -0.05,
      -0.04, -0.03, -0.05, -0.06, -0.06, -0.05, -0.03, -0.1, -0.11, 0.06, 0.08, 0.08, 0.07, 0, -0.02, 0.08, 0.08, -0.08,
      0.06, 0.08, -0.06, 0, -0.05, -0.01, -0.02, -0.03, -0.02, -0.03, -0.06, -0.01, 0.07, -0.04, 0.08, 0.08, 0.08,
      -0.04, -0.02, 0.07, -0.08, 0, -0.05, -0.03, -0.04,
    ],
    towardsKernel: [
      -0.04, 0.14, -0.13, 0.03, 0, -0.13, 0.02, -0.2, -0.02, 0.2, -0.01, -0.02, 0.19, 0.01, -0.02, -0.18, 0.2, -0.02,
      0.03, 0, -0.13, -0.01, -0.03, 0.2,
    ],
  },
  'dilated same': {
    x: [1, 5, 5, 1],
    kernel: [3, 2, 1, 1],
    options: { stride: [1, 1], padding: 'same', dilation: [2, 2] },
    y: [1, 5, 5, 1],
    values: [
      -0.09, 0.03, -0.27, 0.09, -0.06, -0.11, 0.07, -0.01, 0.02, 0, 0.13, 0.11, 0.07, -0.19, -0.09, 0.14, 0.01, -0.2,
      0.14, 0.12, -0.08, 0.17, 0.07, 0.08, 0.06,
    ],
    towardsX: [
      -0.03, 0.03, -0.06, 0, 0, -0.03, 0.03, -0.06, 0, 0, 0, -0.02, 0.01, -0.01, 0.02, 0.03, -0.01, 0.05, 0.01, -0.02,
      0.03, -0.01, 0.05, 0.01, -0.02,
    ],
    towardsKernel: [-0.1, 0.17, -0.04, 0.1, 0.14, 0.17],
  },
  groups: {
    x: [1, 3, 4, 4],
    kernel: [2, 2, 2, 4],
    options: { stride: [1, 1], padding: 'valid' },
    y: [1, 2, 3, 4],
    values: [
      0.13, -0.04, -0.26, 0.02, -0.27, -0.03, 0.07, -0.21, 0.1, -0.02, -0.15, 0.33, 0.18, 0.33, 0.07, -0.02, 0, -0.21,
      0.07, -0.03, 0.37, 0.02, 0.07, -0.04,
    ],
    towardsX: [
      0.08, -0.05, -0.04, -0.05, -0.08, -0.05, 0.1, 0.09, -0.06, 0.08, -0.07, -0.06, 0.04, 0.02, 0.07, 0.08, 0.05,
      -0.02, 0.03, 0.04, 0.04, 0.13, -0.07, -0.08, 0.04, -0.09, -0.11, -0.13, -0.08, -0.09, 0.05, 0.05, -0.04, -0.05,
      -0.02, 0, 0.1, 0.09, 0.08, 0.08, -0.07, -0.06, 0.01, -0.02, 0.07, 0.08, -0.03, -0.04,
    ],
    towardsKernel: [
      0.12, -0.18, -0.03, -0.07, -0.13, 0.22, 0.12, 0.07, -0.11, 0.21, -0.09, 0.16, 0.08, -0.16, -0.16, 0.08, 0.08,
      -0.16, -0.16, 0.08, 0.16, -0.09, 0.21, -0.11, 0.07, 0.12, 0.22, -0.13, -0.07, -0.03, -0.18, 0.12,
    ],
  },
};

describe.each(places)('%s convolution', (place) => {
  let ops: StepOps;
  beforeAll(async () => {
    ops = await opsAt(place);
  });

  test.each(Object.entries(CASES))('%s, with both gradients', (_name, { x, kernel, options, ...expected }) => {
    const given = [pattern(x), pattern(kernel, 5, 7)] as const;
    const y = ops.conv2d(...given, options);
    expect(y.shape).toEqual(expected.y);
    expectClose(y, expected.values);
    const [towardsX, towardsKernel] = tf.grads((a, b) => weighed(ops.conv2d(a, b, options)))([...given]);
    expectClose(towardsX as tf.Tensor, expected.towardsX);
    expectClose(towardsKernel as tf.Tensor, expected.towardsKernel);
  });
});

/** keras.ops.max_pool and average_pool over 3×2 with stride 2×1, padding same, of Keras 3.15. */
const POOLED = {
  maxPool2d: {
    values: [
      -0.1, 0.5, 0.2, 0.5, 0.5, 0.1, 0.5, 0.1, 0.1, 0.5, 0.4, 0, 0.5, 0.3, 0.5, 0.3, 0.2, 0.5, 0.5, 0.1, 0.5, 0.4, -0.3,
      0.4,
    ],
    towardsX: [
      0, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, -0.2, 0, -0.1, 0, 0, -0.3, 0, 0, 0, 0, 0, 0, 0, 0, 0, -0.1, 0.2, 0, -0.2, 0.1, 0,
      0, 0, 0, 0.1, 0, 0, 0, -0.1, 0.3,
    ],
  },
  averagePool2d: {
    values: [
      -0.3, 0.125, 0, -0.125, 0.3, -0.1, 0.45, 0.05, -0.15, 0, 0.15, -0.25, 0.083333, 0.05, -0.133333, 0.2, 0, -0.125,
      0.3, -0.1, 0.05, 0.2, -0.35, 0.35,
    ],
    towardsX: [
      -0.05, 0.025, -0.075, 0.075, -0.025, 0, 0.05, -0.1, -0.016667, 0.025, -0.075, 0.091667, -0.075, 0.05, 0.033333,
      -0.133333, 0.033333, 0, 0, 0.016667, -0.05, 0.05, -0.016667, -0.033333, 0.058333, -0.025, 0.075, -0.008333, -0.05,
      0.075, -0.116667, 0.091667, 0.025, -0.025, 0.075, -0.025, 0, 0.025, -0.1, 0.125,
    ],
  },
};

describe.each(places)('%s pooling', (place) => {
  let ops: StepOps;
  beforeAll(async () => {
    ops = await opsAt(place);
  });

  test.each(['maxPool2d', 'averagePool2d'] as const)('%s, with its gradient', (name) => {
    const pool = (x: tf.Tensor) => ops[name](x, { size: [3, 2], stride: [2, 1], padding: 'same' });
    const y = pool(pattern([1, 5, 4, 2]));
    expect(y.shape).toEqual([1, 3, 4, 2]);
    expectClose(y, POOLED[name].values);
    expectClose(tf.grad((x) => weighed(pool(x)))(pattern([1, 5, 4, 2])), POOLED[name].towardsX);
  });
});
