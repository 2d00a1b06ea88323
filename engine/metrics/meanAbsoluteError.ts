import { perSample, targetNumbers } from '../losses/parts/targets';
import { defineMetric } from './contract/metric';

export default defineMetric({
  kind: 'meanAbsoluteError',
  title: 'Mean absolute error',
  better: 'lower',
  unit: 'number',
  forward: (ops, prediction, target) =>
    perSample(ops, ops.abs(ops.sub(prediction, targetNumbers(ops, target, prediction)))),
  examples: [
    {
      prediction: { shape: [2, 2], values: [1, 2, 0.5, -1] },
      target: { shape: [2, 2], dtype: 'float32', values: [0, 4, 0.5, -1] },
      results: [1.5, 0],
      by: 'hand',
    },
    {
      prediction: { shape: [2, 1], values: [3, -1] },
      target: { shape: [2], dtype: 'float32', values: [1, -1.5] },
      results: [2, 0.5],
      by: 'hand',
    },
  ],
});
