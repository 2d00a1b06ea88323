import { defineLayer } from './contract/layer';
import { ints } from './contract/params';
import { float } from './contract/spec';
import { adaptivePool, adaptiveReach, adaptiveShape, explainAdaptive } from './parts/adaptive-pooling';
import { sizesText } from './parts/window';
export default defineLayer({
  kind: 'adaptiveMaxPool3d',
  title: 'Adaptive max pooling 3D',
  group: 'pool',
  glyph: 'maxpool',
  name: 'pool',
  doc: {
    summary: 'Cuts a volume of any size into as many parts as asked for and keeps the largest value of each.',
    formula:
      'y[i, j, k, c] = max of x[·, ·, ·, c] over planes ⌊i·D/d⌋ to ⌈(i + 1)·D/d⌉ − 1, rows and columns alike: d the depth that comes out. ' +
      'Parts overlap where the sizes do not divide. No parameters.',
    advice:
      'As adaptive average pooling, but for what is there or not there: clips before an answer, regions of a scan.',
    source: 'He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks, 2014',
  },
  params: {
    size: ints('Size', [1, 1, 1], {
      max: 65_536,
      lengths: [3],
      help: 'Depth, height and width of the volume that comes out.',
    }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => sizesText(p.size),
  shape: ([x], p) => adaptiveShape(x, p.size),
  window: ([x], p) => adaptiveReach(x, p.size),
  explainShape: ([x], p) => explainAdaptive(x, p.size),
  forward: (ops, [x], _weights, p) => [adaptivePool(ops, x, p.size, 'max')],
  examples: [
    {
      inputs: [float(2, 2, 3, 1)],
      params: { size: [1, 2, 2] },
      outputs: [float(1, 2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
        outputs: [[8, 9, 11, 12]],
        by: 'hand, by PyTorch’s rule: parts overlap by one',
      },
    },
    { inputs: [float(3, 2, 2, 1)], params: { size: [2, 3, 1] }, outputs: [float(2, 3, 1, 1)] },
    { inputs: [float(4, 2, 2, 2)], params: { size: [2, 1, 2] }, outputs: [float(2, 1, 2, 2)] },
    { inputs: [float(16, 32, 32, 8)], outputs: [float(1, 1, 1, 8)] },
  ],
});
