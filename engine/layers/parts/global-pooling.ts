import type { Tensor } from '@tensorflow/tfjs-core';
import type { Fault } from '../../graph/problems';
import type { Reach } from '../contract/layer';
import type { Ops } from '../contract/ops';
import { float, type Spec } from '../contract/spec';
import { convolvable } from './convolution';

/** [spatial axes, C] → [C]; or what does not fit. */
export const globalShape = (x: Spec, axes: number): readonly Spec[] | Fault =>
  convolvable(x, axes) ?? [float(Number(x.shape.at(-1)))];

/** The window is all of the input, and there is no next one. */
export const globalReach = (x: Spec): Reach => {
  const size = x.shape.slice(1, -1).map(Number);
  return { size, stride: size.map(() => 0) };
};

export const explainGlobal = (x: Spec, what: string): string => `One number for each of the ${x.shape.at(-1)} ${what}`;

/** Mean over all axes between batch and channels. */
export const globalMean = (ops: Ops, x: Tensor): Tensor =>
  ops.mean(
    x,
    x.shape.slice(1, -1).map((_, axis) => axis + 1),
  );

/** Largest value of every channel of [N, H, W, C]. A pool has a gradient towards one place where several are largest. */
export function globalMax2d(ops: Ops, x: Tensor): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const size = [height, width] as const;
  return ops.reshape(ops.maxPool2d(x, { size, stride: size, padding: 'valid' }), [batch, channels]);
}
