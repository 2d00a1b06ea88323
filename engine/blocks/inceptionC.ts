import type { PortRef } from '../graph/document';
import { int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { line, ROW, wires } from './parts/drawing';
import { averagePool, brickOf, INCEPTION_NORMALISATION, INCEPTION_SOURCE } from './parts/inception-v3';

/** Columns of the drawing, px. */
const [SECOND, THIRD, LAST] = [192, 384, 576];

export default defineBlock({
  kind: 'inceptionC',
  title: 'Inception C',
  glyph: 'inception',
  group: 'block',
  doc: {
    summary: 'The last module of Inception v3: 1×3 and 3×1 convolutions side by side make many features of small maps.',
    formula: 'y = [1×1, 1×1 → (1×3, 3×1), 1×1 → 3×3 → (1×3, 3×1), average → 1×1]: 320, 2·384, 2·384 and 192 maps.',
    advice: 'Use it on maps of about 8×8, before the global average.',
    source: INCEPTION_SOURCE,
  },
  params: {
    pool: int('After pooling', 192, { max: 65_536, help: '1×1 filters behind the average pooling.' }),
    ...INCEPTION_NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'inception',
  summary: (p) => `320 + 768 + 768 + ${p.pool}`,
  inside(p) {
    const brick = brickOf(p);
    const entry: PortRef[] = ['conv1x1', 'reduce3', 'reduceTwice', 'pool'].map((id) => [id, 'in']);
    return {
      graph: {
        nodes: [
          ...line(0, 0, brick('conv1x1', 320, [1, 1])),
          ...line(0, ROW, brick('reduce3', 384, [1, 1])),
          ...line(SECOND, ROW, brick('conv1x3', 384, [1, 3])),
          ...line(SECOND, 2 * ROW, brick('conv3x1', 384, [3, 1])),
          ...line(0, 3 * ROW, brick('reduceTwice', 448, [1, 1]), brick('conv3x3', 384, [3, 3])),
          ...line(THIRD, 3 * ROW, brick('conv1x3b', 384, [1, 3])),
          ...line(THIRD, 4 * ROW, brick('conv3x1b', 384, [3, 1])),
          ...line(0, 5 * ROW, averagePool('pool'), brick('project', p.pool, [1, 1])),
          ...line(LAST, 2 * ROW, ['concat', 'concatenate']),
        ],
        edges: [
          ...wires('conv1x1', 'concat'),
          ...wires('reduce3', 'conv1x3', 'concat'),
          ...wires('reduce3', 'conv3x1', 'concat'),
          ...wires('reduceTwice', 'conv3x3', 'conv1x3b', 'concat'),
          ...wires('conv3x3', 'conv3x1b', 'concat'),
          ...wires('pool', 'project', 'concat'),
        ],
      },
      inputs: { in: entry },
      outputs: { out: ['concat', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(8, 8, 1280)],
      outputs: [float(8, 8, 2048)],
      // Weights 409,600 + 491,520 + 4·442,368 + 573,440 + 1,548,288 + 245,760, and 3 for each of 3,264 maps.
      parameters: 5_047_872,
    },
  ],
});
