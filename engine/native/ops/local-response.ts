import type * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { runOp } from '../run-op';
import { float } from './attributes';

/** Local response normalisation by TensorFlow's own kernels, LRN and LRNGrad. */
export const localResponseOps = (backend: NativeBackend): Partial<Ops> => ({
  localResponseNorm(x, { radius, alpha, beta, k }) {
    const attributes = {
      ...{ T: float, depth_radius: { i: radius }, bias: { f: k } },
      ...{ alpha: { f: alpha }, beta: { f: beta } },
    };
    return withGradient(
      [x],
      (save) => {
        const y = runOp(backend, 'LRN', [x], attributes);
        save([x, y]);
        return y;
      },
      (dy, saved) => [runOp(backend, 'LRNGrad', [dy, ...(saved as [tf.Tensor, tf.Tensor])], attributes)],
    );
  },
});
