import { defineMetric } from './contract/metric';
import { hits } from './parts/hits';

export default defineMetric({
  kind: 'error',
  title: 'Error',
  better: 'lower',
  unit: 'share',
  forward(ops, prediction, target) {
    const right = hits(ops, prediction, target);
    return ops.sub(ops.onesLike(right), right);
  },
  examples: [
    {
      prediction: { shape: [3, 3], values: [0.7, 0.2, 0.1, 0.1, 0.2, 0.7, 0.3, 0.4, 0.3] },
      target: { shape: [3], dtype: 'int32', values: [0, 1, 1] },
      results: [0, 1, 0],
      by: 'hand',
    },
  ],
});
