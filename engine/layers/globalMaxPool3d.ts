import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { explainGlobal, globalMax2d, globalReach, globalShape } from './parts/global-pooling';

export default defineLayer({
  kind: 'globalMaxPool3d',
  title: 'Global max pooling 3D',
  group: 'pool',
  glyph: 'globalpool',
  name: 'max',
  doc: {
    summary: 'Turns every volume into one number: its largest value.',
    formula: 'y[c] = max of x[i, j, k, c] over i, j, k. No parameters.',
    advice: 'Says whether a feature was seen anywhere in a volume, such as a small spot in a scan.',
    source: 'Oquab, Bottou, Laptev and Sivic, Is object localization for free?, 2015',
  },
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'units',
  shape: ([x]) => globalShape(x, 3),
  window: ([x]) => globalReach(x),
  explainShape: ([x]) => explainGlobal(x, 'volumes'),
  /** Its slices under one another are one tall picture. */
  forward(ops, [x]) {
    const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = x.shape;
    return [globalMax2d(ops, ops.reshape(x, [batch, depth * height, width, channels]))];
  },
  examples: [
    {
      inputs: [float(1, 2, 2, 2)],
      outputs: [float(2)],
      numbers: {
        batch: 2,
        inputs: [[1, 10, 2, 20, 3, 30, 4, 40, 0, 0, 0, 0, 0, 0, 1, -1]],
        outputs: [[4, 40, 1, 0]],
        by: 'hand',
      },
    },
    { inputs: [float(4, 8, 8, 16)], outputs: [float(16)] },
  ],
});
