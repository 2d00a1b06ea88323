import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { runOp } from '../run-op';
import { channelsLast, float } from './attributes';

/** Products of matrices, and biases. */
export const productOps = (backend: NativeBackend): Partial<Ops> => ({
  /** tf.matMul is BatchMatMulV2, which TensorFlow joins with neither a bias nor an activation. */
  matMul(a, b, transposeA = false, transposeB = false) {
    if (a.rank !== 2 || b.rank !== 2 || a.dtype !== 'float32' || b.dtype !== 'float32') {
      return tf.matMul(a, b, transposeA, transposeB);
    }
    const product = (x: tf.Tensor, y: tf.Tensor, transposeX: boolean, transposeY: boolean) =>
      runOp(backend, 'MatMul', [x, y], { T: float, transpose_a: { b: transposeX }, transpose_b: { b: transposeY } });
    return withGradient(
      [a, b],
      (save) => {
        save([a, b]);
        return product(a, b, transposeA, transposeB);
      },
      (dy, saved) => {
        const [x, y] = saved as [tf.Tensor, tf.Tensor];
        return [
          transposeA ? product(y, dy, transposeB, true) : product(dy, y, false, !transposeB),
          transposeB ? product(dy, x, true, transposeA) : product(x, dy, !transposeA, false),
        ];
      },
    );
  },

  biasAdd(x, bias) {
    if (x.rank < 2) return tf.add(x, bias);
    const attributes = { T: float, data_format: channelsLast };
    return withGradient(
      [x, bias],
      () => runOp(backend, 'BiasAdd', [x, bias], attributes),
      (dy) => [dy, runOp(backend, 'BiasAddGrad', [dy], attributes)],
    );
  },
});
