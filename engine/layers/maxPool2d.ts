import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { POOLING_2D, poolingShape, poolingSummary } from './parts/pooling';
import { explainWindow, windowEdges, windowReach } from './parts/window';

export default defineLayer({
  kind: 'maxPool2d',
  title: 'Max pooling',
  group: 'pool',
  glyph: 'maxpool',
  name: 'pool',
  doc: {
    summary: 'Keeps the largest value under a window that goes over each map.',
    formula: 'y[i, j, c] = max over the window at (i·stride, j·stride) of x[·, ·, c]. No parameters.',
    advice:
      'Follows one or two convolutions, halves height and width, and makes the answer care less where a feature is. ' +
      'A window of 2×2 with stride 2 loses least.',
    source: 'Scherer, Müller and Behnke, Evaluation of pooling operations in convolutional architectures, 2010',
  },
  params: POOLING_2D,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: poolingSummary,
  shape: ([x], p) => poolingShape(x, p),
  window: (_inputs, p) => windowReach(p),
  explainShape: ([x], p) => explainWindow(x, p),
  forward: (ops, [x], _weights, p) => [ops.maxPool2d(x, { ...p, padding: windowEdges(x.shape, p).padding })],
  examples: [
    {
      inputs: [float(4, 4, 1)],
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4]],
        outputs: [[6, 8, 3, 4]],
        by: 'hand',
      },
    },
    {
      inputs: [float(4, 4, 1)],
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8]],
        outputs: [[6, 8, -1, -3]],
        by: 'hand',
      },
    },
    {
      inputs: [float(3, 3, 1)],
      params: { size: [2, 2], stride: [2, 2], padding: 'same' },
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[-1, -2, -3, -4, -5, -6, -7, -8, -9]],
        outputs: [[-1, -3, -7, -9]],
        by: 'hand',
      },
    },
    {
      inputs: [float(4, 4, 1)],
      params: { size: [3, 3], ceil: true },
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8]],
        outputs: [[7, 8, -1, -3]],
        by: 'hand: the last windows see what is left',
      },
    },
    {
      inputs: [float(3, 3, 1)],
      params: {
        size: [2, 2],
        padding: [
          [1, 1],
          [1, 1],
        ],
        ceil: true,
      },
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[-1, -2, -3, -4, -5, -6, -7, -8, -9]],
        outputs: [[-1, -2, -4, -5]],
        by: 'hand: padding never wins',
      },
    },
    { inputs: [float(12, 12, 4)], params: { size: [3, 3], ceil: true }, outputs: [float(6, 6, 4)] },
    { inputs: [float(24, 24, 20)], outputs: [float(12, 12, 20)] },
    { inputs: [float(7, 8, 3)], params: { size: [3, 2], stride: [2, 1] }, outputs: [float(3, 7, 3)] },
    { inputs: [float(55, 55, 96)], params: { size: [3, 3] }, outputs: [float(27, 27, 96)] },
  ],
});
