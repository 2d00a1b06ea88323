import { needsFloat } from '../layers/contract/faults';
import { defineLoss } from './contract/loss';
import { checkLabels, checkNumbers, isLabel } from './parts/check';
import { perSample, targetNumbers } from './parts/targets';

export default defineLoss({
  kind: 'meanAbsoluteError',
  title: 'Mean absolute error',
  doc: {
    summary: 'For predicting numbers: how far each is off, whatever the sign.',
    formula: 'loss = 1/n · Σᵢ |yᵢ − tᵢ|: y the n numbers that come in, t the true ones. A class counts as one-hot.',
    advice:
      'Where some of the true numbers are far out or wrong: a large miss counts by its size and not by its square. The ' +
      'net then aims at the median, not at the mean. Pictures come out sharper than with squares.',
    source: 'Boyd and Vandenberghe, Convex optimization, 2004, section 6.1.2',
  },
  params: {},
  activation: 'linear',
  metrics: ['meanAbsoluteError'],
  labelMetrics: ['accuracy'],
  check(logits, target) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    return isLabel(target) ? checkLabels(logits, target, true) : checkNumbers(logits, target);
  },
  forward: (ops, logits, target) => perSample(ops, ops.abs(ops.sub(logits, targetNumbers(ops, target, logits)))),
  examples: [
    {
      logits: { shape: [2, 2], values: [1, 2, 0.5, -1] },
      target: { shape: [2, 2], dtype: 'float32', values: [0, 4, 0.5, -1] },
      loss: [1.5, 0],
      by: 'hand',
    },
    {
      logits: { shape: [2, 1], values: [3, -1] },
      target: { shape: [2], dtype: 'float32', values: [1, -1.5] },
      loss: [2, 0.5],
      by: 'hand',
    },
  ],
});
