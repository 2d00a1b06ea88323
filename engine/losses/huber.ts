import { needsFloat } from '../layers/contract/faults';
import { number } from '../layers/contract/params';
import { defineLoss } from './contract/loss';
import { checkLabels, checkNumbers, isLabel } from './parts/check';
import { perSample, targetNumbers } from './parts/targets';

export default defineLoss({
  kind: 'huber',
  title: 'Huber',
  doc: {
    summary: 'For predicting numbers: the square of small misses, and no more than the size of large ones.',
    formula:
      'loss = 1/n · Σᵢ h(yᵢ − tᵢ): h(e) = ½·e² up to |e| = δ, and δ·(|e| − ½·δ) beyond; y the numbers that come in, t ' +
      'the true ones.',
    advice:
      'Smooth around the truth, as the mean squared error, and hardly moved by numbers that are far out. Boxes in ' +
      'object detection are learnt so (smooth L1). δ says from which miss on a number counts as far out.',
    source: 'Huber, Robust estimation of a location parameter, 1964',
  },
  params: { delta: number('Delta', 1, { min: 1e-6, max: 1e6, help: 'Misses up to this are squared.' }) },
  activation: 'linear',
  metrics: ['meanAbsoluteError'],
  labelMetrics: ['accuracy'],
  check(logits, target) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    return isLabel(target) ? checkLabels(logits, target, true) : checkNumbers(logits, target);
  },
  forward(ops, logits, target, { delta }) {
    const miss = ops.abs(ops.sub(logits, targetNumbers(ops, target, logits)));
    const small = ops.minimum(miss, ops.scalar(delta));
    // ½·small² + δ·(miss − small): the second term is 0 up to δ.
    const beyond = ops.mul(ops.sub(miss, small), ops.scalar(delta));
    return perSample(ops, ops.add(ops.mul(ops.square(small), ops.scalar(0.5)), beyond));
  },
  examples: [
    {
      logits: { shape: [3, 1], values: [0.5, 3, -3] },
      target: { shape: [3], dtype: 'float32', values: [0, 0, 0] },
      loss: [0.125, 2.5, 2.5],
      by: 'hand',
    },
    {
      logits: { shape: [1, 2], values: [3, 5] },
      target: { shape: [1, 2], dtype: 'float32', values: [2, 1] },
      params: { delta: 2 },
      loss: [3.25],
      by: 'hand: the mean of ½ and 2·(4 − 1)',
    },
  ],
});
