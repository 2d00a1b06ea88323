import { needsFloat } from '../layers/contract/faults';
import { defineLoss } from './contract/loss';
import { checkLabels, checkNumbers, isLabel } from './parts/check';
import { perSample, targetNumbers } from './parts/targets';

export default defineLoss({
  kind: 'meanSquaredError',
  title: 'Mean squared error',
  doc: {
    summary: 'For predicting numbers: the square of how far each is off.',
    formula: 'loss = 1/n · Σᵢ (yᵢ − tᵢ)²: y the n numbers that come in, t the true ones. A class counts as one-hot.',
    advice:
      'The usual loss for prices, angles or pixel values. Large misses count far more than small ones. Bring the ' +
      'numbers to a scale of about 1 first. For classes cross-entropy learns faster.',
    source: 'Bishop, Pattern Recognition and Machine Learning, 2006, section 3.1.1',
  },
  params: {},
  activation: 'linear',
  metrics: ['meanAbsoluteError'],
  labelMetrics: ['accuracy'],
  check(logits, target) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    return isLabel(target) ? checkLabels(logits, target, true) : checkNumbers(logits, target);
  },
  forward: (ops, logits, target) => perSample(ops, ops.square(ops.sub(logits, targetNumbers(ops, target, logits)))),
  examples: [
    {
      logits: { shape: [2, 2], values: [1, 2, 0.5, -1] },
      target: { shape: [2, 2], dtype: 'float32', values: [0, 4, 0.5, -1] },
      loss: [2.5, 0],
      by: 'hand',
    },
    {
      logits: { shape: [2, 3], values: [0.5, 0.25, 0.25, 0, 0, 1] },
      target: { shape: [2], dtype: 'int32', values: [0, 1] },
      loss: [0.125, 0.666667],
      by: 'hand: classes as one-hot',
    },
    {
      logits: { shape: [2, 1], values: [3, -1] },
      target: { shape: [2], dtype: 'float32', values: [1, -1.5] },
      loss: [4, 0.25],
      by: 'hand: [N, 1] beside a column of single numbers',
    },
  ],
});
