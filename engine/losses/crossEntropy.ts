import type { Tensor } from '@tensorflow/tfjs-core';
import { needsFloat } from '../layers/contract/faults';
import type { Ops } from '../layers/contract/ops';
import { sampleSize } from '../layers/contract/spec';
import { defineLoss } from './contract/loss';
import { checkLabels, checkNumbers, isLabel, wrongTarget } from './parts/check';
import { isLabels, perSample } from './parts/targets';

/** −Σ target · log softmax(logits) over the last axis of [P, C], for targets that are shares of the classes. */
function againstShares(ops: Ops, logits: Tensor, shares: Tensor): Tensor {
  // The largest logit is taken off so that no exponential overflows; it drops out of the difference again.
  const shifted = ops.sub(logits, ops.stopGradient(ops.max(logits, 1, true)));
  const logSum = ops.log(ops.sum(ops.exp(shifted), 1));
  return ops.sub(ops.mul(logSum, ops.sum(shares, 1)), ops.sum(ops.mul(shares, shifted), 1));
}

export default defineLoss({
  kind: 'crossEntropy',
  title: 'Cross-entropy',
  doc: {
    summary: 'For choosing one class of several: how surprised the net is by the true class.',
    formula: 'loss = −log softmax(z)ₜ = log Σⱼ exp(zⱼ) − zₜ: z the numbers that come in (logits), t the true class.',
    advice:
      'The usual loss for classes. Give it one number for each class and no activation: softmax is part of it, which ' +
      'keeps it exact where a probability is close to 0. Guessing among C classes costs log C, 2.303 for ten.',
    source: 'Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4',
  },
  params: {},
  activation: 'softmax',
  metrics: ['accuracy'],
  check(logits, target) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    if (!isLabel(target)) {
      if (target.shape.join() === '' || target.shape.join() === '1') {
        return wrongTarget(target, 'cross-entropy', 'classes', [
          { title: 'Use mean squared error', set: { loss: 'meanSquaredError' } },
        ]);
      }
      return checkNumbers(logits, target);
    }
    const fault = checkLabels(logits, target, false);
    if (fault?.code !== 'loss/classes' || sampleSize(logits) !== 1 || target.classes?.length !== 2) return fault;
    const cure = { title: 'Use binary cross-entropy', set: { loss: 'binaryCrossEntropy' } };
    return { ...fault, cures: [cure, ...(fault.cures ?? [])] };
  },
  forward(ops, logits, target) {
    const classes = logits.shape.at(-1) ?? 1;
    const positions = logits.size / classes;
    const flat = ops.reshape(logits, [positions, classes]);
    const each = isLabels(target)
      ? ops.sparseSoftmaxCrossEntropy(flat, ops.reshape(target, [positions]))
      : againstShares(ops, flat, ops.reshape(target, [positions, classes]));
    return perSample(ops, ops.reshape(each, logits.shape.slice(0, -1)));
  },
  examples: [
    {
      logits: { shape: [2, 3], values: [0, 0, 0, 2, 1, 0] },
      target: { shape: [2], dtype: 'int32', values: [1, 0] },
      loss: [1.098612, 0.407606],
      by: 'hand: log 3 and log(1 + e⁻¹ + e⁻²)',
    },
    {
      logits: { shape: [2, 3], values: [0, 0, 0, 2, 1, 0] },
      target: { shape: [2, 3], dtype: 'float32', values: [0, 1, 0, 0.5, 0.5, 0] },
      loss: [1.098612, 0.907606],
      by: 'hand: the second is the mean of 0.407606 and 1.407606',
    },
    {
      logits: { shape: [1, 2], values: [1000, 0] },
      target: { shape: [1], dtype: 'int32', values: [1] },
      loss: [1000],
      by: 'hand: no exponential overflows',
    },
    {
      logits: { shape: [1, 1, 2, 2], values: [0, 0, 1, -1] },
      target: { shape: [1, 1, 2], dtype: 'int32', values: [0, 0] },
      loss: [0.410038],
      by: 'hand: a class for each pixel, the mean of log 2 and log(1 + e⁻²)',
    },
  ],
});
