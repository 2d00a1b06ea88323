import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';

/** Pooling by TensorFlow’s kernels in both directions. */
export const poolingOps = (): Partial<Ops> => ({
  /** TensorFlow's gradient is right at the edges, where tfjs's in JavaScript is not. */
  averagePool2d: (x, { size, stride, padding }) => tf.avgPool(x as tf.Tensor4D, [...size], [...stride], padding),
});
