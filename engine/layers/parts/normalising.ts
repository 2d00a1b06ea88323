import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightSpec } from '../contract/layer';
import type { Ops } from '../contract/ops';
import { bool, type Params } from '../contract/params';

/** Whether a normalisation learns what comes after it. */
export const LEARNT = {
  scale: bool('Scale', true, { help: 'Learns a scale for each channel.', advanced: true }),
  offset: bool('Offset', true, { help: 'Learns an offset for each channel.', advanced: true }),
} as const satisfies Params;

/** (x − mean) / √(variance + ε) over `axes`, the variance divided by n. */
export function normalised(ops: Ops, x: Tensor, axes: number[], epsilon: number): Tensor {
  const centred = ops.sub(x, ops.mean(x, axes, true));
  const variance = ops.mean(ops.square(centred), axes, true);
  return ops.div(centred, ops.sqrt(ops.add(variance, ops.scalar(epsilon))));
}

/** Scale and offset for each channel. */
export function channelWeights(
  channels: number,
  p: { readonly scale: boolean; readonly offset: boolean },
): { scale?: WeightSpec; offset?: WeightSpec } {
  const shape = [channels];
  return {
    ...(p.scale && { scale: { shape, init: 'ones', role: 'scale' } }),
    ...(p.offset && { offset: { shape, init: 'zeros', role: 'bias' } }),
  };
}

/** `groups` parts of the channels, each normalised over all places of a sample; then scale and offset, [C]. */
export function groupNormalised(
  ops: Ops,
  x: Tensor,
  groups: number,
  epsilon: number,
  { scale, offset }: { readonly scale?: Tensor; readonly offset?: Tensor },
): Tensor {
  const channels = x.shape.at(-1) ?? 1;
  const places = x.shape.slice(1, -1).reduce((a, b) => a * b, 1);
  const cut = ops.reshape(x, [x.shape[0] ?? 1, places, groups, channels / groups]);
  const y = ops.reshape(normalised(ops, cut, [1, 3], epsilon), x.shape);
  const scaled = scale ? ops.mul(y, scale) : y;
  return offset ? ops.add(scaled, offset) : scaled;
}
