import { int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { branches } from './parts/branches';
import { averagePool, brickOf, INCEPTION_NORMALISATION, INCEPTION_SOURCE } from './parts/inception-v3';

export default defineBlock({
  kind: 'inceptionB',
  title: 'Inception B',
  glyph: 'inception',
  group: 'block',
  doc: {
    summary: 'The middle module of Inception v3: a 7×7 convolution taken apart into 1×7 and 7×1.',
    formula: 'y = [1×1, 1×1 → 1×7 → 7×1, 1×1 → 7×1 → 1×7 → 7×1 → 1×7, average → 1×1]: 192 maps each.',
    advice: 'Use it on maps of about 17×17. The inner filters grow from 128 to 192 from module to module.',
    source: INCEPTION_SOURCE,
  },
  params: {
    inner: int('Inner filters', 128, { max: 65_536, help: 'Maps within the two branches of 7×1 and 1×7.' }),
    ...INCEPTION_NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'inception',
  summary: (p) => `4 × 192, ${p.inner} within`,
  inside(p) {
    const brick = brickOf(p);
    const { inner } = p;
    return branches(
      [brick('conv1x1', 192, [1, 1])],
      [brick('reduce7', inner, [1, 1]), brick('conv1x7', inner, [1, 7]), brick('conv7x1', 192, [7, 1])],
      [
        brick('reduceTwice', inner, [1, 1]),
        brick('conv7x1a', inner, [7, 1]),
        brick('conv1x7a', inner, [1, 7]),
        brick('conv7x1b', inner, [7, 1]),
        brick('conv1x7b', 192, [1, 7]),
      ],
      [averagePool('pool'), brick('project', 192, [1, 1])],
    );
  },
  examples: [
    {
      inputs: [float(17, 17, 768)],
      outputs: [float(17, 17, 768)],
      // Weights 147,456 + 98,304 + 114,688 + 172,032 + 98,304 + 3·114,688 + 172,032 + 147,456; 3 for each of 1,536 maps.
      parameters: 1_298_944,
    },
  ],
});
