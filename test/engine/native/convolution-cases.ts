import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { ConvOptions, Ops } from '../../../engine/layers/contract/ops';
import { residentFunctions } from '../../../engine/native/functions';
import { nativeOps } from '../../../engine/native/native-ops';
import { trace } from '../../../engine/native/trace';
import { tensorOf } from '../../../engine/native/values';
import { portableOps } from '../../../engine/train/ops/portable';
import { expectClose } from '../ops/close';
import { apart } from '../ops/numeric-gradient';
import { nativeForTests } from './native';

interface Case extends ConvOptions {
  readonly name: string;
  readonly x: [number, number, number, number];
  readonly kernel: [number, number, number, number];
  /** It is composed, as that is faster. */
  readonly cut?: boolean;
}

const plain = { stride: [1, 1], padding: 'same' } as const;
const CASES: readonly Case[] = [
  { ...plain, name: 'two groups', x: [2, 5, 6, 4], kernel: [3, 2, 2, 6] },
  { ...plain, name: 'two wide groups', x: [2, 5, 4, 64], kernel: [2, 2, 32, 4], cut: true },
  { ...plain, name: 'a group for each channel', x: [2, 5, 5, 3], kernel: [3, 3, 1, 6], stride: [2, 2] },
  {
    ...plain,
    name: 'groups, stride and margins',
    x: [2, 6, 7, 4],
    kernel: [3, 3, 2, 4],
    stride: [2, 1],
    padding: [
      [1, 0],
      [0, 2],
    ],
  },
  { ...plain, name: 'dilation', x: [2, 7, 8, 3], kernel: [3, 2, 3, 4], dilation: [2, 3] },
  {
    ...plain,
    name: 'dilation without padding',
    x: [2, 7, 8, 3],
    kernel: [3, 2, 3, 4],
    dilation: [3, 1],
    padding: 'valid',
  },
  { ...plain, name: 'dilated groups', x: [2, 7, 8, 4], kernel: [3, 3, 1, 8], dilation: [2, 2] },
];

/** Grouped and dilated convolutions against the composition: numbers, both gradients, and recorded. `oneDnn`: TensorFlow has the gradients. */
export function testConvolutions(oneDnn: boolean): void {
  test.each(CASES)(
    '$name: the numbers and gradients of the composition, recorded too',
    async ({ x, kernel, cut, ...options }) => {
      const { backend } = nativeForTests();
      const all = (ops: Ops) => (inputs: tf.Tensor[]) => {
        const conv = (a: tf.Tensor, k: tf.Tensor) => ops.conv2d(a, k, options);
        const y = conv(inputs[0] as tf.Tensor, inputs[1] as tf.Tensor);
        // Each result pulls with its own square, so that no error of place goes unseen.
        return [y, ...tf.grads((a, k) => tf.sum(tf.square(conv(a as tf.Tensor, k as tf.Tensor))))(inputs)];
      };
      const inputs = [apart(x, 1), apart(kernel, 2)];
      const expected = all(portableOps())(inputs);
      const close = (got: tf.Tensor[]) => {
        for (const [i, y] of got.entries()) {
          expect(y.shape).toEqual(expected[i]?.shape);
          expectClose(y, expected[i]?.dataSync() ?? [], 2e-5);
        }
      };
      const native = nativeOps(backend);
      const specs = [
        { name: 'x', shape: [null, ...x.slice(1)], dtype: 'float32' },
        { name: 'kernel', shape: kernel, dtype: 'float32' },
      ] as const;
      // Recorded first: the trial of what the library can must leave no mark on it.
      const conv = trace(backend, all(native), specs, []);
      // The composition cuts channels and spread kernels; one op does neither, but margins are cut off gradients.
      const slices = cut || !oneDnn || typeof options.padding !== 'string';
      expect(conv.nodes.some(({ op }) => op === 'Slice' || op.startsWith('Split'))).toBe(slices);
      const functions = await residentFunctions(backend, { conv }, []);
      close((await functions.run('conv', inputs)).map(tensorOf));
      functions.dispose();
      close(all(native)(inputs));
    },
  );
}
