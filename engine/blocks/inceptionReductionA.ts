import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { branches } from './parts/branches';
import { brickOf, halvingPool, INCEPTION_NORMALISATION, INCEPTION_SOURCE } from './parts/inception-v3';

export default defineBlock({
  kind: 'inceptionReductionA',
  title: 'Inception reduction A',
  glyph: 'inception',
  group: 'block',
  doc: {
    summary: 'Halves the maps between the A and B modules of Inception v3, by convolutions and a pooling side by side.',
    formula: 'y = [3×3 stride 2, 1×1 → 3×3 → 3×3 stride 2, maxpool stride 2]: 384, 96 and the incoming maps.',
    advice: 'A pooling alone would lose too much at once, a convolution alone would cost too much.',
    source: INCEPTION_SOURCE,
  },
  params: INCEPTION_NORMALISATION,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'reduction',
  summary: () => '384 + 96 + what comes in',
  inside(p) {
    const brick = brickOf(p);
    return branches(
      [brick('conv3x3', 384, [3, 3], true)],
      [brick('reduce', 64, [1, 1]), brick('conv3x3a', 96, [3, 3]), brick('conv3x3b', 96, [3, 3], true)],
      [halvingPool('pool')],
    );
  },
  examples: [
    {
      inputs: [float(35, 35, 288)],
      outputs: [float(17, 17, 768)],
      // Weights 995,328 + 18,432 + 55,296 + 82,944, and 3 numbers for each of 640 maps.
      parameters: 1_153_920,
    },
  ],
});
