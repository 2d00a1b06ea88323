import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { withGradient } from './with-gradient';

const allButLast = (x: tf.Tensor): number[] => x.shape.slice(0, -1).map((_, axis) => axis);

/**
 * y = (x − mean) / √(variance + ε) · scale + offset, by the batch's own statistics; the variance is the mean of the
 * squares (divided by n, not by n − 1). The gradient is written out: with x̂ the normalised x and n its values in a
 * channel, dx = scale / √(variance + ε) · (dy − Σdy / n − x̂ · Σ(dy · x̂) / n) (Ioffe and Szegedy 2015).
 * `mean` and `variance` carry no gradient.
 */
export const batchNormTraining: Ops['batchNormTraining'] = (x, scale, offset, epsilon) => {
  const axes = allButLast(x);
  const mean = tf.mean(x, axes);
  const variance = tf.mean(tf.square(tf.sub(x, mean)), axes);
  const y = withGradient(
    [x, scale, offset],
    (save) => {
      const inverse = tf.rsqrt(tf.add(variance, epsilon));
      const normal = tf.mul(tf.sub(x, mean), inverse);
      save([normal, tf.mul(scale, inverse)]);
      return tf.add(tf.mul(normal, scale), offset);
    },
    (dy, saved) => {
      const [normal, factor] = saved as [tf.Tensor, tf.Tensor];
      const towardsScale = tf.mul(dy, normal);
      const inner = tf.sub(tf.sub(dy, tf.mean(dy, axes)), tf.mul(normal, tf.mean(towardsScale, axes)));
      return [tf.mul(inner, factor), tf.sum(towardsScale, axes), tf.sum(dy, axes)];
    },
  );
  return { y, mean, variance };
};

/** The same by given statistics, as one multiplication and one addition for each value. */
export const batchNormInference: Ops['batchNormInference'] = (x, scale, offset, mean, variance, epsilon) => {
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(x, factor), tf.sub(offset, tf.mul(mean, factor)));
};
