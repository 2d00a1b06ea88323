import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { lengthwise, POOLING_1D, poolingShape, poolingSummary, poolRow } from './parts/pooling';
import { explainWindow, windowReach } from './parts/window';

export default defineLayer({
  kind: 'averagePool1d',
  title: 'Average pooling 1D',
  group: 'pool',
  glyph: 'avgpool',
  name: 'pool',
  doc: {
    summary: 'Keeps the mean of the values under a window that goes along a sequence.',
    formula: 'y[t, c] = mean over the window at t·stride of x[·, c], edges not counted. No parameters.',
    advice: 'Shortens a sequence gently and smooths it; max pooling picks the strongest instead.',
    source: 'LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, 1998',
  },
  params: POOLING_1D,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => poolingSummary(lengthwise(p)),
  shape: ([x], p) => poolingShape(x, lengthwise(p)),
  window: (_inputs, p) => windowReach(lengthwise(p)),
  explainShape: ([x], p) => explainWindow(x, lengthwise(p)),
  forward: (ops, [x], _weights, p) => [poolRow(ops, 'averagePool2d', x, p)],
  examples: [
    {
      inputs: [float(5, 2)],
      params: { size: 4, stride: 4, padding: 'same' },
      outputs: [float(2, 2)],
      numbers: {
        batch: 1,
        inputs: [[1, 10, 2, 20, 3, 30, 4, 40, 5, 50]],
        outputs: [[2, 20, 4.5, 45]],
        by: 'hand: one step of nothing in front, two behind',
      },
    },
    {
      inputs: [float(5, 1)],
      outputs: [float(2, 1)],
      numbers: { batch: 2, inputs: [[1, 3, -2, -4, 9, 0, 1, 5, 7, 0]], outputs: [[2, -3, 0.5, 6]], by: 'hand' },
    },
    {
      inputs: [float(5, 1)],
      params: { ceil: true },
      outputs: [float(3, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 3, -2, -4, 9]],
        outputs: [[2, -3, 9]],
        by: 'hand: the last window sees what is left',
      },
    },
    { inputs: [float(200, 16)], params: { size: 3, stride: 2 }, outputs: [float(99, 16)] },
  ],
});
