import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';

/** The target column holds class numbers rather than values to be hit. */
export const isLabels = (target: Tensor): boolean => target.dtype === 'int32';

/** Mean over everything but the batch axis: [N, …] → [N]. */
export function perSample(ops: Ops, each: Tensor): Tensor {
  if (each.rank === 1) return each;
  return ops.mean(
    each,
    each.shape.slice(1).map((_, axis) => axis + 1),
  );
}

/**
 * The target as float32 numbers in the shape of `like`: class numbers become one-hot over its last axis, or stay the
 * number where that axis has a single value; numbers are only reshaped ([N] beside [N, 1]).
 */
export function targetNumbers(ops: Ops, target: Tensor, like: Tensor): Tensor {
  const width = like.rank > 1 ? (like.shape.at(-1) ?? 1) : 1;
  const numbers = !isLabels(target) ? target : width > 1 ? ops.oneHot(target, width) : ops.cast(target, 'float32');
  return ops.reshape(numbers, like.shape);
}
