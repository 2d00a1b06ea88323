import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { explainGlobal, globalMax2d, globalReach, globalShape } from './parts/global-pooling';

export default defineLayer({
  kind: 'globalMaxPool1d',
  title: 'Global max pooling 1D',
  group: 'pool',
  glyph: 'globalpool',
  name: 'max',
  doc: {
    summary: 'Turns every curve into one number: its largest value.',
    formula: 'y[c] = max of x[t, c] over t. No parameters.',
    advice: 'Says whether a pattern occurred anywhere in a sequence, which is what sentences and alarms turn on.',
    source: 'Oquab, Bottou, Laptev and Sivic, Is object localization for free?, 2015',
  },
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'units',
  shape: ([x]) => globalShape(x, 1),
  window: ([x]) => globalReach(x),
  explainShape: ([x]) => explainGlobal(x, 'curves'),
  /** A sequence is a picture of one row. */
  forward(ops, [x]) {
    const [batch = 1, length = 1, channels = 1] = x.shape;
    return [globalMax2d(ops, ops.reshape(x, [batch, 1, length, channels]))];
  },
  examples: [
    {
      inputs: [float(4, 2)],
      outputs: [float(2)],
      numbers: {
        batch: 2,
        inputs: [[1, 10, 2, 20, 3, 30, 4, 40, 0, 0, 0, 0, 0, 0, 1, -1]],
        outputs: [[4, 40, 1, 0]],
        by: 'hand',
      },
    },
    { inputs: [float(200, 64)], outputs: [float(64)] },
  ],
});
