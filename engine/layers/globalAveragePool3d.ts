import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { explainGlobal, globalMean, globalReach, globalShape } from './parts/global-pooling';

export default defineLayer({
  kind: 'globalAveragePool3d',
  title: 'Global average pooling 3D',
  group: 'pool',
  glyph: 'globalpool',
  name: 'average',
  doc: {
    summary: 'Turns every volume into one number: its mean.',
    formula: 'y[c] = mean of x[i, j, k, c] over i, j, k. No parameters.',
    advice: 'Stands between the last three-dimensional convolution and the answer.',
    source: 'Lin, Chen and Yan, Network in network, 2014',
  },
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'units',
  shape: ([x]) => globalShape(x, 3),
  window: ([x]) => globalReach(x),
  explainShape: ([x]) => explainGlobal(x, 'volumes'),
  forward: (ops, [x]) => [globalMean(ops, x)],
  examples: [
    {
      inputs: [float(1, 2, 2, 2)],
      outputs: [float(2)],
      numbers: {
        batch: 2,
        inputs: [[1, 10, 2, 20, 3, 30, 4, 40, 0, 0, 0, 0, 0, 0, 1, -1]],
        outputs: [[2.5, 25, 0.25, -0.25]],
        by: 'hand',
      },
    },
    { inputs: [float(4, 8, 8, 16)], outputs: [float(16)] },
  ],
});
