import { defineLayer } from './contract/layer';
import { pair } from './contract/params';
import { float } from './contract/spec';
import { adaptivePool, adaptiveReach, adaptiveShape, explainAdaptive } from './parts/adaptive-pooling';
import { sizesText } from './parts/window';

export default defineLayer({
  kind: 'adaptiveMaxPool2d',
  title: 'Adaptive max pooling',
  group: 'pool',
  glyph: 'maxpool',
  name: 'pool',
  doc: {
    summary: 'Cuts maps of any size into as many parts as asked for and keeps the largest value of each.',
    formula:
      'y[i, j, c] = max of x[·, ·, c] over rows ⌊i·H/h⌋ to ⌈(i + 1)·H/h⌉ − 1 and columns alike: h the height that comes out. ' +
      'Parts overlap where the sizes do not divide. No parameters.',
    advice:
      'As adaptive average pooling, but for features that are seen or not seen. It is what regions of detectors are brought to one size by.',
    source: 'He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks, 2014',
  },
  params: { size: pair('Size', [1, 1], { help: 'Height and width of the maps that come out.' }) },
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
      inputs: [float(5, 7, 1)],
      params: { size: [2, 3] },
      outputs: [float(2, 3, 1)],
      numbers: {
        batch: 1,
        inputs: [
          [
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32, 33, 34, 35,
          ],
        ],
        outputs: [[17, 19, 21, 31, 33, 35]],
        by: 'PyTorch 2.13',
      },
    },
    {
      inputs: [float(2, 2, 1)],
      params: { size: [3, 1] },
      outputs: [float(3, 1, 1)],
      numbers: { batch: 1, inputs: [[1, 2, 3, 4]], outputs: [[2, 4, 4]], by: 'PyTorch 2.13: parts overlap' },
    },
    { inputs: [float(4, 6, 2)], params: { size: [2, 2] }, outputs: [float(2, 2, 2)] },
    { inputs: [float(13, 13, 20)], params: { size: [6, 6] }, outputs: [float(6, 6, 20)] },
  ],
});
