import { isLabels, perSample } from '../losses/parts/targets';
import { defineMetric } from './contract/metric';

const MARGIN = -1;

export default defineMetric({
  kind: 'similarityAccuracy',
  title: 'Accuracy of similarities',
  reportAs: 'accuracy',
  better: 'higher',
  unit: 'share',
  /** A pair counts as the same where its similarity is over the middle between 1 and the output's margin. */
  forward(ops, prediction, target, p) {
    const middle = ops.scalar((1 + (typeof p.margin === 'number' ? p.margin : MARGIN)) / 2);
    const near = ops.cast(ops.greater(prediction, middle), 'float32');
    const same = ops.reshape(isLabels(target) ? ops.cast(target, 'float32') : target, near.shape);
    return perSample(ops, ops.cast(ops.equal(near, same), 'float32'));
  },
  examples: [
    {
      prediction: { shape: [4, 1], values: [0.4, 0.4, -0.6, -0.6] },
      target: { shape: [4], dtype: 'int32', values: [1, 0, 1, 0] },
      results: [1, 0, 0, 1],
      by: 'hand',
    },
    {
      prediction: { shape: [2, 1], values: [0.4, 0.6] },
      target: { shape: [2], dtype: 'float32', values: [1, 1] },
      params: { margin: 0 },
      results: [0, 1],
      by: 'hand',
    },
  ],
});
