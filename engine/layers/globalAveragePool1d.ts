import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { explainGlobal, globalMean, globalReach, globalShape } from './parts/global-pooling';

export default defineLayer({
  kind: 'globalAveragePool1d',
  title: 'Global average pooling 1D',
  group: 'pool',
  glyph: 'globalpool',
  name: 'average',
  doc: {
    summary: 'Turns every curve into one number: its mean.',
    formula: 'y[c] = mean of x[t, c] over t. No parameters.',
    advice: 'Turns a sequence of any length into one vector: what was there on the whole, no matter when.',
    source: 'Lin, Chen and Yan, Network in network, 2014',
  },
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'units',
  shape: ([x]) => globalShape(x, 1),
  window: ([x]) => globalReach(x),
  explainShape: ([x]) => explainGlobal(x, 'curves'),
  forward: (ops, [x]) => [globalMean(ops, x)],
  examples: [
    {
      inputs: [float(4, 2)],
      outputs: [float(2)],
      numbers: {
        batch: 2,
        inputs: [[1, 10, 2, 20, 3, 30, 4, 40, 0, 0, 0, 0, 0, 0, 1, -1]],
        outputs: [[2.5, 25, 0.25, -0.25]],
        by: 'hand',
      },
    },
    { inputs: [float(200, 64)], outputs: [float(64)] },
  ],
});
