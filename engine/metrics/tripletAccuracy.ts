import { targetNumbers } from '../losses/parts/targets';
import { defineMetric } from './contract/metric';

export default defineMetric({
  kind: 'tripletAccuracy',
  title: 'Accuracy of triplets',
  reportAs: 'accuracy',
  better: 'higher',
  unit: 'share',
  /** A triplet is right where the distance of the two that are the same is the smaller one. */
  forward(ops, prediction, target) {
    const batch = prediction.shape[0] ?? 1;
    const first = ops.reshape(ops.slice(prediction, [0, 0], [batch, 1]), [batch]);
    const second = ops.reshape(ops.slice(prediction, [0, 1], [batch, 1]), [batch]);
    const nearer = ops.cast(ops.less(first, second), 'float32');
    return ops.cast(ops.equal(nearer, targetNumbers(ops, target, first)), 'float32');
  },
  examples: [
    {
      prediction: { shape: [3, 2], values: [0.4, 0.6, 0.6, 0.4, 0.6, 0.4] },
      target: { shape: [3], dtype: 'int32', values: [1, 1, 0] },
      results: [1, 0, 1],
      by: 'hand',
    },
  ],
});
