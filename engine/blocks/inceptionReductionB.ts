import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { branches } from './parts/branches';
import { brickOf, halvingPool, INCEPTION_NORMALISATION, INCEPTION_SOURCE } from './parts/inception-v3';

export default defineBlock({
  kind: 'inceptionReductionB',
  title: 'Inception reduction B',
  glyph: 'inception',
  group: 'block',
  doc: {
    summary: 'Halves the maps between the B and C modules of Inception v3.',
    formula: 'y = [1×1 → 3×3 stride 2, 1×1 → 1×7 → 7×1 → 3×3 stride 2, maxpool stride 2]: 320, 192, incoming maps.',
    advice: 'Use it once, from maps of about 17×17 to 8×8.',
    source: INCEPTION_SOURCE,
  },
  params: INCEPTION_NORMALISATION,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'reduction',
  summary: () => '320 + 192 + what comes in',
  inside(p) {
    const brick = brickOf(p);
    return branches(
      [brick('reduce3', 192, [1, 1]), brick('conv3x3', 320, [3, 3], true)],
      [
        brick('reduce7', 192, [1, 1]),
        brick('conv1x7', 192, [1, 7]),
        brick('conv7x1', 192, [7, 1]),
        brick('conv3x3b', 192, [3, 3], true),
      ],
      [halvingPool('pool')],
    );
  },
  examples: [
    {
      inputs: [float(17, 17, 768)],
      outputs: [float(8, 8, 1280)],
      // Weights 147,456 + 552,960 + 147,456 + 2·258,048 + 331,776, and 3 numbers for each of 1,280 maps.
      parameters: 1_699_584,
    },
  ],
});
