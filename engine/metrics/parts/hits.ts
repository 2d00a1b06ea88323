import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { isLabels, perSample } from '../../losses/parts/targets';

/**
 * 1 where the answer is the true class and 0 where it is not, [N]; the mean over positions where every pixel has a
 * class. A prediction of a single value means the second class above one half.
 */
export function hits(ops: Ops, prediction: Tensor, target: Tensor): Tensor {
  const single = prediction.rank === 1 || prediction.shape.at(-1) === 1;
  const half = ops.scalar(0.5);
  const above = (x: Tensor) => ops.cast(ops.greater(x, half), 'int32');
  const answer = single ? above(prediction) : ops.argMax(prediction, -1);
  const truth = isLabels(target) ? target : single ? above(target) : ops.argMax(target, -1);
  const right = ops.equal(answer, ops.reshape(truth, answer.shape));
  return perSample(ops, ops.cast(right, 'float32'));
}
