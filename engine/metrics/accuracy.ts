import { defineMetric } from './contract/metric';
import { hits } from './parts/hits';

export default defineMetric({
  kind: 'accuracy',
  title: 'Accuracy',
  better: 'higher',
  unit: 'share',
  forward: hits,
  examples: [
    {
      prediction: { shape: [3, 3], values: [0.7, 0.2, 0.1, 0.1, 0.2, 0.7, 0.3, 0.4, 0.3] },
      target: { shape: [3], dtype: 'int32', values: [0, 1, 1] },
      results: [1, 0, 1],
      by: 'hand',
    },
    {
      prediction: { shape: [2, 2], values: [0.7, 0.3, 0.4, 0.6] },
      target: { shape: [2, 2], dtype: 'float32', values: [0, 1, 0, 1] },
      results: [0, 1],
      by: 'hand: one-hot classes',
    },
    {
      prediction: { shape: [4, 1], values: [0.7, 0.3, 0.4, 0.6] },
      target: { shape: [4], dtype: 'int32', values: [1, 0, 1, 0] },
      results: [1, 1, 0, 0],
      by: 'hand: one value for two classes',
    },
    {
      prediction: { shape: [1, 1, 2, 2], values: [0.7, 0.3, 0.4, 0.6] },
      target: { shape: [1, 1, 2], dtype: 'int32', values: [0, 0] },
      results: [0.5],
      by: 'hand: a class for each pixel',
    },
  ],
});
