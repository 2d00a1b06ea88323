import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { runOps } from '../run-op';
import { float, int } from './attributes';

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
});
