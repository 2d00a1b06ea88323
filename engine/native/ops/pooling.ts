import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { averagePool2d } from '../../train/ops/pooling';

/** Pooling by TensorFlow’s kernels in both directions. */
export const poolingOps = (): Partial<Ops> => ({
  /** TensorFlow's gradient is right at the edges, where tfjs's in JavaScript is not. It has no margins of its own. */
  averagePool2d: (x, options) =>
    typeof options.padding === 'string' && !options.counting
      ? tf.avgPool(x as tf.Tensor4D, [...options.size], [...options.stride], options.padding)
      : averagePool2d(x, options),
});
