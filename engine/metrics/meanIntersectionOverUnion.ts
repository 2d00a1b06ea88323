import { targetNumbers } from '../losses/parts/targets';
import { defineMetric } from './contract/metric';

export default defineMetric({
  kind: 'meanIntersectionOverUnion',
  title: 'Mean IoU',
  better: 'higher',
  unit: 'share',
  /**
   * Places that answer and truth both give a class, by those that either does; the mean over the classes that one of
   * them gives at all. A single map means the ground below one half and the thing above.
   */
  forward(ops, prediction, target) {
    const [batch = 1, ...sizes] = prediction.shape;
    const width = sizes.at(-1) ?? 1;
    const places = prediction.size / (batch * width);
    const classes = Math.max(2, width);
    const half = ops.scalar(0.5);
    const truth = targetNumbers(ops, target, prediction);
    const chosen = [prediction, truth].map((values) =>
      width === 1 ? ops.cast(ops.greater(values, half), 'int32') : ops.argMax(values, -1),
    );
    const [answers, truths] = chosen.map((labels) => ops.oneHot(ops.reshape(labels, [batch, places]), classes));
    if (!answers || !truths) return ops.zerosLike(prediction);
    const common = ops.sum(ops.mul(answers, truths), 1);
    const either = ops.sum(ops.maximum(answers, truths), 1);
    const shares = ops.div(common, ops.maximum(either, ops.scalar(1)));
    const there = ops.cast(ops.greater(either, half), 'float32');
    return ops.div(ops.sum(shares, 1), ops.sum(there, 1));
  },
  examples: [
    {
      prediction: { shape: [2, 1, 4, 1], values: [0.9, 0.8, 0.1, 0.2, 0.1, 0.1, 0.1, 0.1] },
      target: { shape: [2, 1, 4], dtype: 'int32', values: [1, 0, 0, 0, 0, 0, 0, 0] },
      results: [(1 / 2 + 2 / 3) / 2, 1],
      by: 'hand: 1 of 2 and 2 of 3; and nothing but ground',
    },
    {
      prediction: { shape: [1, 1, 2, 3], values: [0.7, 0.2, 0.1, 0.6, 0.3, 0.1] },
      target: { shape: [1, 1, 2], dtype: 'int32', values: [0, 1] },
      results: [0.25],
      by: 'hand: ½ for the first class, 0 for the second, and the third is nowhere',
    },
  ],
});
