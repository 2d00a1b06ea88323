import { defineLayer } from './contract/layer';
import { bool } from './contract/params';
import { float } from './contract/spec';
import { POOLING_2D, poolingShape, poolingSummary } from './parts/pooling';
import { explainWindow, windowEdges, windowReach } from './parts/window';

export default defineLayer({
  kind: 'averagePool2d',
  title: 'Average pooling',
  group: 'pool',
  glyph: 'avgpool',
  name: 'pool',
  doc: {
    summary: 'Keeps the mean of the values under a window that goes over each map.',
    formula:
      'y[i, j, c] = mean over the window at (i·stride, j·stride) of x[·, ·, c], edges not counted. No parameters.',
    advice:
      'Gentler than max pooling: it blurs where the other one picks the strongest. Used in the first LeNet and between ' +
      'the stages of DenseNet. Before an answer, global average pooling is the usual choice. PyTorch and Caffe count ' +
      'zeros that are padded by hand in the mean; TensorFlow counts none.',
    source: 'LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, 1998',
  },
  params: {
    ...POOLING_2D,
    countPadding: bool('Count the padding', false, {
      help: 'Zeros that are padded by hand count in the mean, as in PyTorch.',
      advanced: true,
    }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: poolingSummary,
  shape: ([x], p) => poolingShape(x, p),
  window: (_inputs, p) => windowReach(p),
  explainShape: ([x], p) => explainWindow(x, p),
  forward(ops, [x], _weights, p) {
    const { size, stride } = p;
    const { padding, asked } = windowEdges(x.shape, p);
    const counting = p.countPadding && typeof p.padding !== 'string' ? asked : undefined;
    return [ops.averagePool2d(x, { size, stride, padding, counting })];
  },
  examples: [
    {
      inputs: [float(4, 4, 1)],
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8]],
        outputs: [[3.5, 5.5, -3.5, -5.5]],
        by: 'hand',
      },
    },
    {
      inputs: [float(3, 3, 1)],
      params: { padding: 'same' },
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9]],
        outputs: [[3, 4.5, 7.5, 9]],
        by: 'hand: what lies over the edge does not count',
      },
    },
    {
      inputs: [float(3, 3, 1)],
      params: {
        size: [2, 2],
        padding: [
          [1, 0],
          [1, 0],
        ],
        ceil: true,
        countPadding: true,
      },
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9]],
        outputs: [[0.25, 1.25, 2.75, 7]],
        by: 'hand: a row and a column of zeros in front count as values',
      },
    },
    {
      inputs: [float(4, 4, 1)],
      params: { size: [3, 3], ceil: true },
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
        outputs: [[6, 7.5, 12, 13.5]],
        by: 'PyTorch 2.13, avg_pool2d with ceil_mode',
      },
    },
    { inputs: [float(28, 28, 6)], outputs: [float(14, 14, 6)] },
    { inputs: [float(7, 8, 3)], params: { size: [3, 2], stride: [2, 1] }, outputs: [float(3, 7, 3)] },
  ],
});
