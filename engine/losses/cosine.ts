import { needsFloat } from '../layers/contract/faults';
import { number } from '../layers/contract/params';
import { defineLoss } from './contract/loss';
import { checkPair } from './parts/check-pair';
import { perSample, targetNumbers } from './parts/targets';

export default defineLoss({
  kind: 'cosine',
  title: 'Cosine',
  doc: {
    summary: 'For pairs: draws the similarity of the same towards 1 and that of different ones towards −1.',
    formula:
      'loss = t·(1 − s) + (1 − t)·max(s − margin, 0): s the cosine similarity of the pair, t 1 where both are the same ' +
      'and 0 where they differ.',
    advice:
      'Stands behind a cosine similarity of two twins. With the margin −1 different pairs are pushed to the opposite ' +
      'direction; with 0 it is enough that they stand at right angles, which is easier where there are many kinds.',
    source:
      'Bromley, Guyon, LeCun, Säckinger and Shah, Signature verification using a Siamese time delay neural network, 1993',
  },
  params: {
    margin: number('Margin', -1, { min: -1, max: 0.999, help: 'How alike different ones may stay, from −1 to 1.' }),
  },
  activation: 'linear',
  metrics: ['similarityAccuracy'],
  check: (logits, target) =>
    logits.dtype === 'float32' ? checkPair(logits, target, 'cosine loss') : needsFloat(0, logits),
  forward(ops, similarity, target, p) {
    const same = targetNumbers(ops, target, similarity);
    const one = ops.onesLike(same);
    const apart = ops.maximum(ops.sub(similarity, ops.scalar(p.margin)), ops.scalar(0));
    return perSample(ops, ops.add(ops.mul(same, ops.sub(one, similarity)), ops.mul(ops.sub(one, same), apart)));
  },
  isSecond: (similarity, p) => similarity > (1 + p.margin) / 2,
  examples: [
    {
      logits: { shape: [4, 1], values: [0.5, 0.5, -1, -1] },
      target: { shape: [4], dtype: 'int32', values: [1, 0, 1, 0] },
      loss: [0.5, 1.5, 2, 0],
      by: 'hand',
    },
    {
      logits: { shape: [3, 1], values: [0.5, 0.1, 1] },
      target: { shape: [3], dtype: 'int32', values: [0, 0, 1] },
      params: { margin: 0.2 },
      loss: [0.3, 0, 0],
      by: 'hand, as PyTorch’s CosineEmbeddingLoss has it',
    },
  ],
});
