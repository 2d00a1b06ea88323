import { needsFloat } from '../layers/contract/faults';
import { defineLoss } from './contract/loss';
import { checkLabels, checkNumbers, isLabel } from './parts/check';
import { perSample, targetNumbers } from './parts/targets';

/** Below this a share of the truth counts as none, as in Keras. */
const LEAST = 1e-7;

export default defineLoss({
  kind: 'kullbackLeibler',
  title: 'Kullback–Leibler',
  doc: {
    summary: 'For a distribution: how far the answer’s shares are from the true shares.',
    formula:
      'loss = Σⱼ tⱼ·log(tⱼ / softmax(z)ⱼ): z the numbers that come in (logits), t the true shares, which add up to 1. ' +
      'A class counts as one-hot.',
    advice:
      'Where the truth is itself a distribution: what several people answered, or what a larger net says that a small ' +
      'one shall learn from. It differs from cross-entropy by a constant, and is 0 where the answer is right.',
    source: 'Kullback and Leibler, On information and sufficiency, 1951',
  },
  params: {},
  activation: 'softmax',
  metrics: ['accuracy'],
  check(logits, target) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    return isLabel(target) ? checkLabels(logits, target, false) : checkNumbers(logits, target);
  },
  forward(ops, logits, target) {
    const truth = targetNumbers(ops, target, logits);
    const sure = ops.log(ops.maximum(truth, ops.scalar(LEAST)));
    const each = ops.mul(truth, ops.sub(sure, ops.activation(logits, 'logSoftmax')));
    return perSample(ops, ops.sum(each, logits.rank - 1));
  },
  examples: [
    {
      logits: { shape: [2, 2], values: [0, 0, Math.log(3), 0] },
      target: { shape: [2, 2], dtype: 'float32', values: [0.5, 0.5, 0.25, 0.75] },
      loss: [0, 0.5 * Math.log(3)],
      by: 'hand: ¼·log(¼ ÷ ¾) + ¾·log(¾ ÷ ¼)',
    },
    {
      logits: { shape: [1, 3], values: [0, 0, 0] },
      target: { shape: [1], dtype: 'int32', values: [2] },
      loss: [Math.log(3)],
      by: 'hand: a class as one-hot, where it is the cross-entropy',
    },
    {
      logits: { shape: [1, 2, 2], values: [0, 0, 0, 0] },
      target: { shape: [1, 2, 2], dtype: 'float32', values: [1, 0, 0.5, 0.5] },
      loss: [Math.LN2 / 2],
      by: 'hand: the mean over places',
    },
  ],
});
