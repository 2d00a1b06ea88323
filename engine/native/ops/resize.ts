import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { runOp } from '../run-op';
import { float } from './attributes';

/** Resizing by TensorFlow's kernels, whose gradients know half-pixel centres, which tfjs's do not. */
export const resizeOps = (backend: NativeBackend): Partial<Ops> => ({
  resize2d(x, { size, method, alignCorners = false }) {
    const attributes = { T: float, align_corners: { b: alignCorners }, half_pixel_centers: { b: !alignCorners } };
    const [, height = 1, width = 1] = x.shape;
    const op = method === 'nearest' ? 'ResizeNearestNeighbor' : 'ResizeBilinear';
    return withGradient(
      [x],
      (save) => {
        save([x]);
        return runOp(backend, op, [x, tf.tensor1d([...size], 'int32')], attributes);
      },
      (dy, [images]) => {
        const like = method === 'nearest' ? tf.tensor1d([height, width], 'int32') : (images as tf.Tensor);
        return [runOp(backend, `${op}Grad`, [dy, like], attributes)];
      },
    );
  },
});
