import { perSample, targetNumbers } from '../losses/parts/targets';
import { defineMetric } from './contract/metric';

export default defineMetric({
  kind: 'binaryAccuracy',
  title: 'Accuracy of marks',
  reportAs: 'accuracy',
  better: 'higher',
  unit: 'share',
  /** The share of values on the right side of one half. */
  forward(ops, prediction, target) {
    const half = ops.scalar(0.5);
    const yes = ops.greater(prediction, half);
    const truth = ops.greater(targetNumbers(ops, target, prediction), half);
    return perSample(ops, ops.cast(ops.equal(ops.cast(yes, 'int32'), ops.cast(truth, 'int32')), 'float32'));
  },
  examples: [
    {
      prediction: { shape: [2, 2], values: [0.7, 0.6, 0.4, 0.6] },
      target: { shape: [2, 2], dtype: 'float32', values: [1, 0, 0, 1] },
      results: [0.5, 1],
      by: 'hand',
    },
    {
      prediction: { shape: [2, 1], values: [0.7, 0.6] },
      target: { shape: [2], dtype: 'int32', values: [1, 0] },
      results: [1, 0],
      by: 'hand',
    },
  ],
});
