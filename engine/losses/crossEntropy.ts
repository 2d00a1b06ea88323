import type { Tensor } from '@tensorflow/tfjs-core';
import type { Fault } from '../graph/problems';
import { inFull, needsFloat } from '../layers/contract/faults';
import type { Ops } from '../layers/contract/ops';
import { number, numbers } from '../layers/contract/params';
import { type Spec, sampleSize } from '../layers/contract/spec';
import { defineLoss } from './contract/loss';
import { checkLabels, checkNumbers, isLabel, wrongTarget } from './parts/check';
import { isLabels, perSample } from './parts/targets';

interface Softened {
  readonly smoothing: number;
  readonly classWeights: readonly number[];
}

/**
 * −Σ t′ · log softmax(logits) over the last axis of [P, C] for shares t of the classes; t′ is t with a share of it
 * spread over all classes. Times Σ t · weight where classes have weights.
 */
function againstShares(ops: Ops, logits: Tensor, shares: Tensor, { smoothing, classWeights }: Softened): Tensor {
  const classes = logits.shape[1] ?? 1;
  const kept = ops.mul(shares, ops.scalar(1 - smoothing));
  const spread = ops.mul(ops.sum(shares, 1, true), ops.scalar(smoothing / classes));
  const truth = smoothing === 0 ? shares : ops.add(kept, spread);
  const each = ops.softmaxCrossEntropy(logits, truth);
  if (classWeights.length === 0) return each;
  return ops.mul(each, ops.sum(ops.mul(shares, ops.constant(classWeights, [1, classes])), 1));
}

/** As many weights as classes, or none. */
function checkWeights(logits: Spec, { classWeights }: Softened): Fault | undefined {
  const classes = Number(logits.shape.at(-1));
  if (classWeights.length === 0 || classWeights.length === classes) return undefined;
  return {
    code: 'loss/class-weights',
    param: 'classWeights',
    say: { got: classWeights.length, expected: classes },
    cures: [
      { title: 'Weigh all classes alike', set: { classWeights: [] } },
      ...inFull(`Give ${classes} weights`, 'classWeights', classes, (i) => classWeights[i] ?? 1),
    ],
  };
}

export default defineLoss({
  kind: 'crossEntropy',
  title: 'Cross-entropy',
  doc: {
    summary: 'For choosing one class of several: how surprised the net is by the true class.',
    formula:
      'loss = −log softmax(z)ₜ = log Σⱼ exp(zⱼ) − zₜ: z the numbers that come in (logits), t the true class. With ' +
      'label smoothing s: −Σⱼ qⱼ·log softmax(z)ⱼ, q = 1 − s + s/C for the true class and s/C for the others. With ' +
      'class weights: times the weight of the true class; the mean is still over all samples, as in Keras.',
    advice:
      'The usual loss for classes. Give it one number for each class and no activation: softmax is part of it, which ' +
      'keeps it exact where a probability is close to 0. Guessing among C classes costs log C, 2.303 for ten.',
    source: 'Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4',
  },
  params: {
    smoothing: number('Label smoothing', 0, {
      min: 0,
      max: 0.99,
      help: 'Share of the truth that is spread over all classes, so that no answer is wanted too sure.',
      advanced: true,
    }),
    classWeights: numbers('Class weights', [], {
      min: 0,
      max: 1e6,
      help: 'How much each class counts, in their order; none: all alike. Rare classes may get more.',
      advanced: true,
    }),
  },
  activation: 'softmax',
  metrics: ['accuracy'],
  check(logits, target, p) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    if (!isLabel(target)) {
      if (target.shape.join() === '' || target.shape.join() === '1') {
        return wrongTarget(target, 'cross-entropy', 'classes', [
          { title: 'Use mean squared error', set: { loss: 'meanSquaredError' } },
        ]);
      }
      return checkNumbers(logits, target) ?? checkWeights(logits, p);
    }
    const fault = checkLabels(logits, target, false);
    if (!fault) return checkWeights(logits, p);
    if (fault.code !== 'loss/classes' || sampleSize(logits) !== 1 || target.classes?.length !== 2) return fault;
    const cure = { title: 'Use binary cross-entropy', set: { loss: 'binaryCrossEntropy' } };
    return { ...fault, cures: [cure, ...(fault.cures ?? [])] };
  },
  forward(ops, logits, target, p) {
    const classes = logits.shape.at(-1) ?? 1;
    const positions = logits.size / classes;
    const flat = ops.reshape(logits, [positions, classes]);
    const plain = p.smoothing === 0 && p.classWeights.length === 0;
    const labels = isLabels(target) ? ops.reshape(target, [positions]) : undefined;
    const shares = () => (labels ? ops.oneHot(labels, classes) : ops.reshape(target, [positions, classes]));
    const each = labels && plain ? ops.sparseSoftmaxCrossEntropy(flat, labels) : againstShares(ops, flat, shares(), p);
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
    {
      logits: { shape: [2, 3], values: [0, 0, 0, 2, 1, 0] },
      target: { shape: [2], dtype: 'int32', values: [1, 0] },
      params: { smoothing: 0.3 },
      loss: [1.098612, 0.707606],
      by: 'hand: 0.8·0.407606 + 0.1·1.407606 + 0.1·2.407606; Keras 3.15 agrees',
    },
    {
      logits: { shape: [2, 3], values: [0, 0, 0, 2, 1, 0] },
      target: { shape: [2], dtype: 'int32', values: [1, 0] },
      params: { classWeights: [10, 2, 1] },
      loss: [2.197225, 4.07606],
      by: 'hand: the first example, twice and ten times',
    },
    {
      logits: { shape: [1, 3], values: [2, 1, 0] },
      target: { shape: [1, 3], dtype: 'float32', values: [0.5, 0.5, 0] },
      params: { smoothing: 0.3, classWeights: [1, 3, 1] },
      loss: [2.115211],
      by: 'hand: 0.45·0.407606 + 0.45·1.407606 + 0.1·2.407606, twice',
    },
  ],
});
