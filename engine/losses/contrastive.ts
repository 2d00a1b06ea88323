import { needsFloat } from '../layers/contract/faults';
import { number } from '../layers/contract/params';
import { defineLoss } from './contract/loss';
import { checkPair } from './parts/check-pair';
import { perSample, targetNumbers } from './parts/targets';

export default defineLoss({
  kind: 'contrastive',
  title: 'Contrastive',
  doc: {
    summary: 'For pairs: pulls the same together and pushes different ones apart until a margin lies between them.',
    formula:
      'loss = ½·(t·d² + (1 − t)·max(margin − d, 0)²): d the distance of the pair, t 1 where both are the same and 0 ' +
      'where they differ.',
    advice:
      'Stands behind a distance of two twins. Pairs closer than half the margin count as the same. A larger margin ' +
      'only makes the map larger; 1 will do.',
    source: 'Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, 2006; as in Caffe',
  },
  params: { margin: number('Margin', 1, { min: 1e-6, max: 1e6, help: 'How far apart different ones are pushed.' }) },
  activation: 'linear',
  metrics: ['pairAccuracy'],
  check: (logits, target) =>
    logits.dtype === 'float32' ? checkPair(logits, target, 'contrastive loss') : needsFloat(0, logits),
  forward(ops, distance, target, p) {
    const same = targetNumbers(ops, target, distance);
    const short = ops.maximum(ops.sub(ops.scalar(p.margin), distance), ops.scalar(0));
    const together = ops.mul(same, ops.square(distance));
    const apart = ops.mul(ops.sub(ops.onesLike(same), same), ops.square(short));
    return perSample(ops, ops.mul(ops.scalar(0.5), ops.add(together, apart)));
  },
  isSecond: (distance, p) => distance < p.margin / 2,
  examples: [
    {
      logits: { shape: [4, 1], values: [0.5, 0.5, 2, 2] },
      target: { shape: [4], dtype: 'int32', values: [1, 0, 1, 0] },
      loss: [0.125, 0.125, 2, 0],
      by: 'hand',
    },
    {
      logits: { shape: [2, 1], values: [0.5, 1] },
      target: { shape: [2], dtype: 'int32', values: [0, 0] },
      params: { margin: 2 },
      loss: [1.125, 0.5],
      by: 'hand',
    },
  ],
});
