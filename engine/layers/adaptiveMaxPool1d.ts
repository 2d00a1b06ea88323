import { defineLayer } from './contract/layer';
import { int } from './contract/params';
import { float } from './contract/spec';
import { adaptivePool, adaptiveReach, adaptiveShape, explainAdaptive } from './parts/adaptive-pooling';

export default defineLayer({
  kind: 'adaptiveMaxPool1d',
  title: 'Adaptive max pooling 1D',
  group: 'pool',
  glyph: 'maxpool',
  name: 'pool',
  doc: {
    summary: 'Cuts a sequence of any size into as many parts as asked for and keeps the largest value of each.',
    formula:
      'y[t, c] = max of x[·, c] over steps ⌊t·L/l⌋ to ⌈(t + 1)·L/l⌉ − 1: l the length that comes out. ' +
      'Parts overlap where the sizes do not divide. No parameters.',
    advice: 'As adaptive average pooling, but for what is heard or not heard, seen or not seen.',
    source: 'He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks, 2014',
  },
  params: {
    size: int('Length', 1, { max: 65_536, help: 'Steps that come out.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => `${p.size} ${p.size === 1 ? 'part' : 'parts'}`,
  shape: ([x], p) => adaptiveShape(x, [p.size]),
  window: ([x], p) => adaptiveReach(x, [p.size]),
  explainShape: ([x], p) => explainAdaptive(x, [p.size]),
  forward: (ops, [x], _weights, p) => [adaptivePool(ops, x, [p.size], 'max')],
  examples: [
    {
      inputs: [float(7, 1)],
      params: { size: 3 },
      outputs: [float(3, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7]],
        outputs: [[3, 5, 7]],
        by: 'hand, by PyTorch’s rule: parts overlap by one',
      },
    },
    { inputs: [float(2, 3)], params: { size: 3 }, outputs: [float(3, 3)] },
    { inputs: [float(6, 2)], params: { size: 2 }, outputs: [float(2, 2)] },
    { inputs: [float(200, 16)], outputs: [float(1, 16)] },
  ],
});
