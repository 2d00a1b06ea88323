import type { Tensor } from '@tensorflow/tfjs-core';
import type { Key, Ops } from '../contract/ops';

/** Apart from the stream of the first draw, so that the two are independent. */
const SECOND = 0x5bd1e995;

/** Normal numbers of mean 0 and deviation 1, from two uniform ones each: √(−2 ln(1 − u)) · cos 2πv (Box and Muller 1958). */
export function normalNumbers(ops: Ops, shape: number[], key: Key): Tensor {
  const u = ops.randomUniform(shape, key);
  const v = ops.randomUniform(shape, { ...key, stream: (key.stream ^ SECOND) | 0 });
  const radius = ops.sqrt(ops.mul(ops.log(ops.sub(ops.onesLike(u), u)), ops.scalar(-2)));
  return ops.mul(radius, ops.cos(ops.mul(v, ops.scalar(2 * Math.PI))));
}
