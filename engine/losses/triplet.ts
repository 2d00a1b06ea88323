import { needsFloat } from '../layers/contract/faults';
import { number } from '../layers/contract/params';
import { defineLoss } from './contract/loss';
import { checkDistances } from './parts/check-pair';
import { targetNumbers } from './parts/targets';

export default defineLoss({
  kind: 'triplet',
  title: 'Triplet',
  doc: {
    summary: 'For triplets: the same shall lie closer to an anchor than something different, by a margin.',
    formula:
      'loss = max(d₁ − d₂ + margin, 0): d₁ the distance of the anchor from the second of the triplet and d₂ from the ' +
      'third. Where t is 0, and not 1, the third is the one that is the same, and d₁ and d₂ change places.',
    advice:
      'Three twins with one set of weights lead to two distances, which are concatenated: first the one that belongs ' +
      'to the pair that t says is the same. Unlike the contrastive loss it does not say how close the same must be, ' +
      'only closer than others. Normalise what goes into the distances to length 1, and begin with a margin of 0.2.',
    source: 'Schroff, Kalenichenko and Philbin, FaceNet, 2015',
  },
  params: { margin: number('Margin', 0.2, { min: 0, max: 1e6, help: 'By how much different ones lie further off.' }) },
  activation: 'linear',
  metrics: ['tripletAccuracy'],
  check: (logits, target) =>
    logits.dtype === 'float32' ? checkDistances(logits, target, 'triplet loss') : needsFloat(0, logits),
  forward(ops, distances, target, p) {
    const batch = distances.shape[0] ?? 1;
    const first = ops.reshape(ops.slice(distances, [0, 0], [batch, 1]), [batch]);
    const second = ops.reshape(ops.slice(distances, [0, 1], [batch, 1]), [batch]);
    const sign = ops.sub(ops.mul(targetNumbers(ops, target, first), ops.scalar(2)), ops.scalar(1));
    const ahead = ops.mul(sign, ops.sub(first, second));
    return ops.maximum(ops.add(ahead, ops.scalar(p.margin)), ops.scalar(0));
  },
  examples: [
    {
      logits: { shape: [4, 2], values: [0.5, 1, 1, 0.5, 0.5, 0.6, 1, 0.5] },
      target: { shape: [4], dtype: 'int32', values: [1, 1, 1, 0] },
      loss: [0, 0.7, 0.1, 0],
      by: 'hand',
    },
    {
      logits: { shape: [1, 2], values: [1, 2] },
      target: { shape: [1], dtype: 'float32', values: [1] },
      params: { margin: 3 },
      loss: [2],
      by: 'hand',
    },
  ],
});
