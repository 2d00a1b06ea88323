import { perSample, targetNumbers } from '../losses/parts/targets';
import { defineMetric } from './contract/metric';

export default defineMetric({
  kind: 'rootMeanSquaredError',
  title: 'Root mean squared error',
  better: 'lower',
  unit: 'number',
  /** The squares; the root is taken of their mean over all samples. */
  forward: (ops, prediction, target) =>
    perSample(ops, ops.square(ops.sub(prediction, targetNumbers(ops, target, prediction)))),
  finish: Math.sqrt,
  examples: [
    {
      prediction: { shape: [2, 2], values: [1, 2, 0.5, -1] },
      target: { shape: [2, 2], dtype: 'float32', values: [0, 4, 0.5, -1] },
      results: [2.5, 0],
      by: 'hand',
    },
  ],
});
