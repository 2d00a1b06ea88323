import { int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { branches } from './parts/branches';
import type { Step } from './parts/drawing';
import { convolution } from './parts/normalised';

const filters = (title: string, value: number, help: string) => int(title, value, { max: 65_536, help });

const conv = (id: string, count: number, size: number): Step => [
  id,
  'conv2d',
  convolution({ filters: count, kernel: size, activation: 'relu', bias: true }),
];

export default defineBlock({
  kind: 'inception',
  title: 'Inception module',
  glyph: 'inception',
  group: 'block',
  doc: {
    summary: 'Looks at the same maps with kernels of several sizes at once and lays the answers side by side.',
    formula:
      'y = [conv₁ₓ₁(x), conv₃ₓ₃(conv₁ₓ₁(x)), conv₅ₓ₅(conv₁ₓ₁(x)), conv₁ₓ₁(maxpool₃ₓ₃(x))], each with a ReLU; brackets ' +
      'lay maps side by side.',
    advice:
      'The 1×1 convolutions before the larger ones leave fewer maps, which is what makes GoogLeNet so small. More ' +
      'of the 3×3 and 5×5 filters belong into later modules, where features are larger.',
    source: 'Szegedy and others, Going deeper with convolutions, 2015',
  },
  params: {
    conv1: filters('1×1 filters', 64, 'Maps of the branch with one 1×1 convolution.'),
    reduce3: filters('Before 3×3', 96, '1×1 filters before the 3×3 convolution.'),
    conv3: filters('3×3 filters', 128, 'Maps of the 3×3 branch.'),
    reduce5: filters('Before 5×5', 16, '1×1 filters before the 5×5 convolution.'),
    conv5: filters('5×5 filters', 32, 'Maps of the 5×5 branch.'),
    pool: filters('After pooling', 32, '1×1 filters behind the max pooling.'),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.conv1} + ${p.conv3} + ${p.conv5} + ${p.pool}`,
  inside: (p) =>
    branches(
      [conv('conv1x1', p.conv1, 1)],
      [conv('reduce3x3', p.reduce3, 1), conv('conv3x3', p.conv3, 3)],
      [conv('reduce5x5', p.reduce5, 1), conv('conv5x5', p.conv5, 5)],
      [['pool', 'maxPool2d', { size: [3, 3], stride: [1, 1], padding: 'same' }], conv('project', p.pool, 1)],
    ),
  examples: [
    {
      inputs: [float(28, 28, 192)],
      outputs: [float(28, 28, 256)],
      // Inception (3a) of GoogLeNet: 12,352 + 18,528 + 110,720 + 3,088 + 12,832 + 6,176.
      parameters: 163_696,
    },
    {
      inputs: [float(7, 7, 832)],
      params: { conv1: 384, reduce3: 192, conv3: 384, reduce5: 48, conv5: 128, pool: 128 },
      outputs: [float(7, 7, 1024)],
      // Inception (5b): 319,872 + 159,936 + 663,936 + 39,984 + 153,728 + 106,624.
      parameters: 1_444_080,
    },
  ],
});
