import { isLabels, perSample } from '../losses/parts/targets';
import { defineMetric } from './contract/metric';

/** How many classes may be guessed. */
const GUESSES = 5;

export default defineMetric({
  kind: 'topFiveError',
  title: 'Top-5 error',
  better: 'lower',
  unit: 'share',
  /** 1 where five or more classes are held to be likelier than the true one. With five classes or fewer it is 0. */
  forward(ops, prediction, target) {
    const classes = prediction.shape.at(-1) ?? 1;
    const last = prediction.rank - 1;
    const labels = isLabels(target) ? target : ops.argMax(target, -1);
    const truth = ops.oneHot(ops.reshape(labels, prediction.shape.slice(0, -1)), classes);
    const own = ops.sum(ops.mul(prediction, truth), last, true);
    const ahead = ops.sum(ops.cast(ops.greater(prediction, own), 'float32'), last);
    return perSample(ops, ops.cast(ops.greater(ahead, ops.scalar(GUESSES - 0.5)), 'float32'));
  },
  examples: [
    {
      prediction: { shape: [3, 6], values: [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 3, 3, 3, 3, 3, 3] },
      target: { shape: [3], dtype: 'int32', values: [0, 1, 4] },
      results: [1, 0, 0],
      by: 'hand',
    },
    {
      prediction: { shape: [1, 7], values: [7, 6, 5, 4, 3, 2, 1] },
      target: { shape: [1, 7], dtype: 'float32', values: [0, 0, 0, 0, 0, 1, 0] },
      results: [1],
      by: 'hand: one-hot classes',
    },
    {
      prediction: { shape: [1, 3], values: [0.1, 0.2, 0.7] },
      target: { shape: [1], dtype: 'int32', values: [0] },
      results: [0],
      by: 'hand: fewer than five others',
    },
  ],
});
