import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { runOp, runOps } from '../run-op';
import { float, int } from './attributes';

const softplus = (backend: NativeBackend, x: tf.Tensor): tf.Tensor => runOp(backend, 'Softplus', [x], { T: float });

/** Cross-entropies that give loss and gradient at once. */
export const lossOps = (backend: NativeBackend): Partial<Ops> => ({
  sparseSoftmaxCrossEntropy(logits, labels) {
    return withGradient(
      [logits],
      (save) => {
        const attributes = { T: float, Tlabels: int };
        const inputs = [logits, labels];
        const [loss, gradient] = runOps(backend, 'SparseSoftmaxCrossEntropyWithLogits', inputs, attributes, 2);
        save([gradient as tf.Tensor]);
        return loss as tf.Tensor;
      },
      (dy, [gradient]) => [tf.mul(tf.expandDims(dy, 1), gradient as tf.Tensor)],
    );
  },

  softmaxCrossEntropy(logits, shares) {
    return withGradient(
      [logits],
      (save) => {
        const [loss, offset] = runOps(backend, 'SoftmaxCrossEntropyWithLogits', [logits, shares], { T: float }, 2);
        // TensorFlow's gradient, softmax − shares, holds for shares that come to 1. Others weigh the softmax.
        const beyond = tf.sub(tf.sum(shares, 1, true), 1);
        save([tf.add(offset as tf.Tensor, tf.mul(tf.add(offset as tf.Tensor, shares), beyond))]);
        return loss as tf.Tensor;
      },
      (dy, [gradient]) => [tf.mul(tf.expandDims(dy, 1), gradient as tf.Tensor)],
    );
  },

  /** As the portable one, with its tail log(1 + e^−|x|) in one op; sigmoid is TensorFlow's already. */
  sigmoidCrossEntropy(logits, targets) {
    return withGradient(
      [logits],
      (save) => {
        save([tf.sub(tf.sigmoid(logits), targets)]);
        const tail = softplus(backend, tf.neg(tf.abs(logits)));
        return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), tail);
      },
      (dy, [gradient]) => [tf.mul(dy, gradient as tf.Tensor)],
    );
  },
});
