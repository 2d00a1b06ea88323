import { needsFloat } from '../layers/contract/faults';
import { defineLoss } from './contract/loss';
import { checkLabels, checkNumbers, isLabel } from './parts/check';
import { perSample, targetNumbers } from './parts/targets';

export default defineLoss({
  kind: 'binaryCrossEntropy',
  title: 'Binary cross-entropy',
  doc: {
    summary: 'For yes or no, or for several marks that can be true at once.',
    formula:
      'loss = mean over values of −t·log σ(z) − (1 − t)·log(1 − σ(z)): z the numbers that come in (logits), t the ' +
      'truth from 0 to 1, σ(z) = 1/(1 + e⁻ᶻ). A class counts as one-hot.',
    advice:
      'Give it one number for a yes-or-no question, or one for each mark, and no activation: the sigmoid is part of it. ' +
      'Also for pictures whose pixels lie between 0 and 1, as in autoencoders. Guessing costs log 2, 0.693.',
    source: 'Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.2',
  },
  params: {},
  activation: 'sigmoid',
  metrics: ['binaryAccuracy'],
  labelMetrics: ['accuracy'],
  check(logits, target) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    if (!isLabel(target)) return checkNumbers(logits, target);
    const single = logits.shape.length === 1 || logits.shape.at(-1) === 1;
    const classes = target.classes?.length;
    if (!single || classes === undefined || classes <= 2) return checkLabels(logits, target, true);
    return checkLabels(logits, target, false);
  },
  forward: (ops, logits, target) => perSample(ops, ops.sigmoidCrossEntropy(logits, targetNumbers(ops, target, logits))),
  examples: [
    {
      logits: { shape: [3, 1], values: [0, 2, -100] },
      target: { shape: [3], dtype: 'int32', values: [1, 1, 1] },
      loss: [Math.LN2, 0.126928, 100],
      by: 'hand: log 2, log(1 + e⁻²), and no overflow',
    },
    {
      logits: { shape: [1, 2], values: [1, -1] },
      target: { shape: [1, 2], dtype: 'float32', values: [1, 1] },
      loss: [0.813262],
      by: 'hand: the mean of log(1 + e⁻¹) and log(1 + e)',
    },
    {
      logits: { shape: [1, 3], values: [0, 0, 0] },
      target: { shape: [1], dtype: 'int32', values: [2] },
      loss: [Math.LN2],
      by: 'hand: a class as one-hot',
    },
  ],
});
