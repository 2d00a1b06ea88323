import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { explainGlobal, globalMean, globalReach, globalShape } from './parts/global-pooling';

export default defineLayer({
  kind: 'globalAveragePool2d',
  title: 'Global average pooling',
  group: 'pool',
  glyph: 'globalpool',
  name: 'average',
  doc: {
    summary: 'Turns every map into one number: its mean.',
    formula: 'y[c] = 1/(H·W) · Σᵢⱼ x[i, j, c]. No parameters.',
    advice:
      'Stands between the last convolution and the answer. The net then takes pictures of any size, and the dense ' +
      'layer behind it stays small.',
    source: 'Lin, Chen and Yan, Network in network, 2014',
  },
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'units',
  shape: ([x]) => globalShape(x, 2),
  window: ([x]) => globalReach(x),
  explainShape: ([x]) => explainGlobal(x, 'maps'),
  forward: (ops, [x]) => [globalMean(ops, x)],
  examples: [
    {
      inputs: [float(2, 2, 2)],
      outputs: [float(2)],
      numbers: {
        batch: 2,
        inputs: [[1, 10, 2, 20, 3, 30, 4, 40, 0, 0, 0, 0, 0, 0, 1, -1]],
        outputs: [[2.5, 25, 0.25, -0.25]],
        by: 'hand',
      },
    },
    { inputs: [float(7, 5, 64)], outputs: [float(64)] },
  ],
});
