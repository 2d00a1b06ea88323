import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { POOLING_3D, poolingShape, poolingSummary } from './parts/pooling';
import { explainWindow, windowEdges, windowReach } from './parts/window';

type Triple = readonly [number, number, number];

export default defineLayer({
  kind: 'maxPool3d',
  title: 'Max pooling 3D',
  group: 'pool',
  glyph: 'maxpool',
  name: 'pool',
  doc: {
    summary: 'Keeps the largest value under a window that goes over each volume.',
    formula: 'y[i, j, k, c] = max over the window at (i·stride, j·stride, k·stride) of x[·, ·, ·, c]. No parameters.',
    advice: 'Follows one or two three-dimensional convolutions and takes seven eighths of the values away.',
    source:
      'Tran, Bourdev, Fergus, Torresani and Paluri, Learning spatiotemporal features with 3D convolutional networks, 2015',
  },
  params: POOLING_3D,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: poolingSummary,
  shape: ([x], p) => poolingShape(x, p),
  window: (_inputs, p) => windowReach(p),
  explainShape: ([x], p) => explainWindow(x, p),
  forward(ops, [x], _weights, p) {
    const { padding } = windowEdges(x.shape, p);
    return [ops.maxPool3d(x, { size: p.size as Triple, stride: p.stride as Triple, padding })];
  },
  examples: [
    {
      inputs: [float(2, 3, 3, 1)],
      params: { padding: 'same' },
      outputs: [float(1, 2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]],
        outputs: [[14, 15, 17, 18]],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(1, 3, 3, 1)],
      params: { size: [1, 2, 2], stride: [1, 2, 2], ceil: true },
      outputs: [float(1, 2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9]],
        outputs: [[5, 6, 8, 9]],
        by: 'hand: the last windows see what is left',
      },
    },
    {
      inputs: [float(2, 2, 3, 1)],
      params: { size: [2, 2, 1], stride: [1, 1, 1] },
      outputs: [float(1, 1, 3, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 8, 3, 4, 5, 6, 7, 2, 9, 10, -1, 0]],
        outputs: [[10, 8, 9]],
        by: 'hand: the largest of four in each column',
      },
    },
    { inputs: [float(5, 4, 3, 2)], params: { size: [2, 1, 3], stride: [3, 2, 1] }, outputs: [float(2, 2, 1, 2)] },
    { inputs: [float(16, 32, 32, 8)], outputs: [float(8, 16, 16, 8)] },
  ],
});
