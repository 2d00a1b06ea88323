import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { explainGlobal, globalMax2d, globalReach, globalShape } from './parts/global-pooling';

export default defineLayer({
  kind: 'globalMaxPool2d',
  title: 'Global max pooling',
  group: 'pool',
  glyph: 'globalpool',
  name: 'max',
  doc: {
    summary: 'Turns every map into one number: its largest value.',
    formula: 'y[c] = max of x[i, j, c] over i, j. No parameters.',
    advice:
      'Says whether a feature was seen anywhere in a picture. Averages are steadier; the largest value suits small things in large pictures.',
    source: 'Oquab, Bottou, Laptev and Sivic, Is object localization for free?, 2015',
  },
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'units',
  shape: ([x]) => globalShape(x, 2),
  window: ([x]) => globalReach(x),
  explainShape: ([x]) => explainGlobal(x, 'maps'),
  forward: (ops, [x]) => [globalMax2d(ops, x)],
  examples: [
    {
      inputs: [float(2, 2, 2)],
      outputs: [float(2)],
      numbers: {
        batch: 2,
        inputs: [[1, 10, 2, 20, 3, 30, 4, 40, 0, 0, 0, 0, 0, 0, 1, -1]],
        outputs: [[4, 40, 1, 0]],
        by: 'hand',
      },
    },
    { inputs: [float(7, 5, 64)], outputs: [float(64)] },
  ],
});
