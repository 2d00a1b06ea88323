import { int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { branches } from './parts/branches';
import { averagePool, brickOf, INCEPTION_NORMALISATION, INCEPTION_SOURCE } from './parts/inception-v3';

export default defineBlock({
  kind: 'inceptionA',
  title: 'Inception A',
  glyph: 'inception',
  group: 'block',
  doc: {
    summary: 'The first module of Inception v3: two 3×3 convolutions take the place of a larger one.',
    formula: 'y = [1×1, 1×1 → 5×5, 1×1 → 3×3 → 3×3, average → 1×1]: 64, 64, 96 and the given number of maps.',
    advice: 'Use it on maps of about 35×35. Each convolution has a normalisation and a ReLU.',
    source: INCEPTION_SOURCE,
  },
  params: {
    pool: int('After pooling', 64, { max: 65_536, help: '1×1 filters behind the average pooling.' }),
    ...INCEPTION_NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'inception',
  summary: (p) => `64 + 64 + 96 + ${p.pool}`,
  inside(p) {
    const brick = brickOf(p);
    return branches(
      [brick('conv1x1', 64, [1, 1])],
      [brick('reduce5x5', 48, [1, 1]), brick('conv5x5', 64, [5, 5])],
      [brick('reduce3x3', 64, [1, 1]), brick('conv3x3a', 96, [3, 3]), brick('conv3x3b', 96, [3, 3])],
      [averagePool('pool'), brick('project', p.pool, [1, 1])],
    );
  },
  examples: [
    {
      inputs: [float(35, 35, 192)],
      params: { pool: 32 },
      outputs: [float(35, 35, 256)],
      // Weights 12,288 + 9,216 + 76,800 + 12,288 + 55,296 + 82,944 + 6,144, and 3 numbers for each of 464 maps.
      parameters: 256_368,
    },
  ],
});
