import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { batchNormInference, batchNormTraining } from '../../train/ops/normalisation';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { runOps } from '../run-op';
import { channelsLast, float } from './attributes';

/**
 * Batch normalisation of maps by TensorFlow’s fused kernels. Vectors stay with the composition: seen as maps of one
 * pixel they took 1.1 to 6 times as long up to [128, 512] (measured, compiled, both directions).
 */
export const normalisationOps = (backend: NativeBackend): Partial<Ops> => ({
  batchNormTraining(x, scale, offset, epsilon) {
    if (x.rank !== 4) return batchNormTraining(x, scale, offset, epsilon);
    const attributes = {
      ...{ T: float, U: float, epsilon: { f: epsilon }, data_format: channelsLast },
      is_training: { b: true },
    };
    const kept: tf.Tensor[] = [];
    const y = withGradient(
      [x, scale, offset],
      (save) => {
        const none = tf.tensor1d([]);
        const forward = { ...attributes, exponential_avg_factor: { f: 1 } };
        const results = runOps(backend, 'FusedBatchNormV3', [x, scale, offset, none, none], forward, 6);
        // Results beside the first would be gone when this function ends.
        kept.push(...results.slice(1, 3).map((tensor) => tf.keep(tensor)));
        save([x, scale, ...results.slice(3)]);
        return results[0] as tf.Tensor;
      },
      (dy, saved) => runOps(backend, 'FusedBatchNormGradV3', [dy, ...saved], attributes, 5).slice(0, 3),
    );
    const [mean, unbiased] = kept.map((tensor) => tf.clone(tensor)) as [tf.Tensor, tf.Tensor];
    tf.dispose(kept);
    // TensorFlow divides by n − 1 where ours divides by n, the values in a channel.
    const count = x.size / (x.shape[3] ?? 1);
    return { y, mean, variance: tf.sub(unbiased, tf.div(unbiased, count)) };
  },

  batchNormInference(x, scale, offset, mean, variance, epsilon) {
    // A gradient through fixed statistics (a frozen layer, a picture that is climbed) is the composition's.
    if (x.rank !== 4) return batchNormInference(x, scale, offset, mean, variance, epsilon);
    return withGradient(
      [x, scale, offset],
      (save) => {
        save([x, scale, mean, variance]);
        const attributes = {
          ...{ T: float, U: float, epsilon: { f: epsilon }, data_format: channelsLast },
          is_training: { b: false },
        };
        const inputs = [x, scale, offset, mean, variance];
        return runOps(backend, 'FusedBatchNormV3', inputs, attributes, 6)[0] as tf.Tensor;
      },
      (dy, saved) => {
        const [input, factor, centre, spread] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const inverse = tf.rsqrt(tf.add(spread, epsilon));
        const normal = tf.mul(tf.sub(input, centre), inverse);
        const axes = [0, 1, 2];
        return [tf.mul(dy, tf.mul(factor, inverse)), tf.sum(tf.mul(dy, normal), axes), tf.sum(dy, axes)];
      },
    );
  },
});
