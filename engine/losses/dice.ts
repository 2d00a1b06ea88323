import { needsFloat } from '../layers/contract/faults';
import { number } from '../layers/contract/params';
import { defineLoss } from './contract/loss';
import { checkLabels, checkNumbers, isLabel } from './parts/check';
import { targetNumbers } from './parts/targets';

export default defineLoss({
  kind: 'dice',
  title: 'Dice',
  doc: {
    summary: 'For masks: how little the answer and the truth overlap, for each class by itself.',
    formula:
      'loss = mean over classes of 1 − (2·Σ p·t + s)/(Σ p + Σ t + s): the sums over all places, p = σ(z) of the numbers ' +
      'that come in (logits), t the truth as 0 or 1 for each class, s the smoothing.',
    advice:
      'For small things on a large ground, where a cross-entropy is content with nothing but ground: here every class ' +
      'counts the same, however few pixels it has. Give it one map for each class, or a single one for yes and no, ' +
      'and no activation: the sigmoid is part of it.',
    source: 'Milletari, Navab and Ahmadi, V-Net, 2016',
  },
  params: {
    smooth: number('Smoothing', 1, { min: 1e-6, max: 1e6, help: 'Keeps the quotient finite where a class is absent.' }),
  },
  activation: 'sigmoid',
  metrics: ['meanIntersectionOverUnion'],
  check(logits, target) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    const classes = target.classes?.length;
    if (!isLabel(target)) return checkNumbers(logits, target);
    return checkLabels(logits, target, classes === undefined || classes <= 2);
  },
  forward(ops, logits, target, p) {
    const [batch = 1, ...sizes] = logits.shape;
    const classes = sizes.at(-1) ?? 1;
    const places = logits.size / (batch * classes);
    const inRows = [batch, places, classes];
    const answer = ops.reshape(ops.activation(logits, 'sigmoid'), inRows);
    const truth = ops.reshape(targetNumbers(ops, target, logits), inRows);
    const smooth = ops.scalar(p.smooth);
    const common = ops.mul(ops.sum(ops.mul(answer, truth), 1), ops.scalar(2));
    const both = ops.add(ops.sum(answer, 1), ops.sum(truth, 1));
    const overlap = ops.mean(ops.div(ops.add(common, smooth), ops.add(both, smooth)), 1);
    return ops.sub(ops.onesLike(overlap), overlap);
  },
  examples: [
    {
      logits: { shape: [2, 1, 2, 1], values: [0, 0, 100, -100] },
      target: { shape: [2, 1, 2], dtype: 'int32', values: [1, 0, 1, 0] },
      loss: [1 / 3, 0],
      by: 'hand: 1 − (2·½ + 1)/(1 + 1 + 1), and a perfect answer',
    },
    {
      logits: { shape: [1, 1, 2, 2], values: [0, 0, 0, 100] },
      target: { shape: [1, 1, 2], dtype: 'int32', values: [0, 1] },
      params: { smooth: 1e-6 },
      loss: [1 - (1 / 2 + 2 / 2.5) / 2],
      by: 'hand: of the classes 2·½/(1 + 1) and 2·1/(1½ + 1)',
    },
  ],
});
