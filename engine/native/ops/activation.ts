import type * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { ACTIVATE } from '../../train/ops/activations';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { runOp } from '../run-op';
import { float } from './attributes';

/** Activations that TensorFlow has as ops, with their gradients. */
export const activationOps = (backend: NativeBackend): Partial<Ops> => ({
  activation(x, name) {
    if (name !== 'relu') return ACTIVATE[name](x);
    return withGradient(
      [x],
      (save) => {
        const y = runOp(backend, 'Relu', [x], { T: float });
        save([y]);
        return y;
      },
      (dy, saved) => [runOp(backend, 'ReluGrad', [dy, saved[0] as tf.Tensor], { T: float })],
    );
  },
});
