import { needsFloat, needsMaps } from './contract/faults';
import { defineLayer } from './contract/layer';
import { choice, int, number } from './contract/params';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'localResponseNorm',
  title: 'Local response normalisation',
  group: 'norm',
  glyph: 'lrn',
  name: 'lrn',
  doc: {
    summary: 'Lets strong responses dampen those of the neighbouring channels at the same place.',
    formula:
      'y[c] = x[c] / (k + α · Σ x[j]²)^β, the sum over the channels j from c − radius to c + radius that are there. ' +
      'Where α counts for the mean, α/n takes its place, n = 2·radius + 1. No parameters.',
    advice:
      'Part of AlexNet and of the first GoogLeNet; today batch normalisation stands in its place. The defaults are the ' +
      'paper’s, whose α belongs to the sum, as in TensorFlow. Caffe and PyTorch divide α by the number of channels: ' +
      'let it count for the mean to use their numbers, such as α = 0.0001 with n = 5.',
    source: 'Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, 2012',
  },
  params: {
    radius: int('Radius', 2, { max: 1024, help: 'Channels to either side that count; 2 makes a window of 5.' }),
    alpha: number('Alpha', 1e-4, { min: 0, max: 1e6, help: 'How much the neighbours dampen.' }),
    beta: number('Beta', 0.75, { min: 0, max: 16, help: 'The power of the divisor.' }),
    k: number('k', 2, { min: 1e-6, max: 1e6, help: 'What the divisor starts from. Caffe and PyTorch begin with 1.' }),
    counts: choice(
      'Alpha counts for',
      [
        { value: 'sum', title: 'the sum' },
        { value: 'mean', title: 'the mean' },
      ],
      'sum',
      { help: 'The sum: the paper and TensorFlow. The mean: Caffe and PyTorch.', advanced: true },
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => `${2 * p.radius + 1} channels`,
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    return x.shape.length === 4 ? [x] : needsMaps(0, x);
  },
  forward(ops, [x], _weights, { radius, alpha, beta, k, counts }) {
    const each = counts === 'mean' ? alpha / (2 * radius + 1) : alpha;
    return [ops.localResponseNorm(x, { radius, alpha: each, beta, k })];
  },
  examples: [
    {
      inputs: [float(1, 1, 4)],
      params: { radius: 1, alpha: 1, beta: 0.5, k: 2 },
      outputs: [float(1, 1, 4)],
      numbers: {
        batch: 1,
        inputs: [[1, 3, 0, -2]],
        outputs: [[0.288675, 0.866025, 0, -0.816497]],
        by: 'hand: 1/√12, 3/√12, 0, −2/√6',
      },
    },
    {
      inputs: [float(1, 1, 4)],
      params: { radius: 1, alpha: 1, beta: 0.75, k: 1, counts: 'mean' },
      outputs: [float(1, 1, 4)],
      numbers: {
        batch: 1,
        inputs: [[1, 3, 0, -2]],
        outputs: [[0.332953, 0.99886, 0, -1.059369]],
        by: 'hand: x / (1 + ⅓·Σ)^¾ with sums of 10, 10, 13 and 4, as Caffe and PyTorch have it',
      },
    },
    { inputs: [float(2, 3, 9)], params: { alpha: 0.1 }, outputs: [float(2, 3, 9)] },
    { inputs: [float(55, 55, 96)], outputs: [float(55, 55, 96)] },
  ],
});
