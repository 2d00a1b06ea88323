import { activationSummary } from './contract/activation-titles';
import { defineLayer } from './contract/layer';
import { activation, bool, int, padding, pair } from './contract/params';
import { float } from './contract/spec';
import {
  convolutionShape,
  convolvable,
  extent,
  groupsFault,
  kernelSummary,
  places,
  windowOf,
} from './parts/convolution';
import { explainWindow, windowEdges, windowReach } from './parts/window';

export default defineLayer({
  kind: 'conv2d',
  title: 'Convolution 2D',
  group: 'conv',
  glyph: 'conv2d',
  name: 'conv',
  doc: {
    summary: 'Looks for the same small features everywhere in a picture; every filter gives one map.',
    formula:
      'y[i, j, f] = a(Σ x[i·s + d·u, j·s + d·v, c] · k[u, v, c, f] + b[f]) over u, v and c: k the kernel ' +
      '[height, width, channels in ÷ groups, filters], s the stride, d the dilation, b the bias, a the activation. ' +
      'Parameters: height·width·channels·filters ÷ groups + filters.',
    advice:
      'Kernels of 3×3 or 5×5, more filters the deeper the net. Same padding keeps height and width. A stride of 2 ' +
      'halves them, as pooling does. Dilation spreads the kernel over a wider field at no cost in parameters. Groups ' +
      'let each part of the channels see only its own part of the input.',
    source: 'LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, 1998',
  },
  params: {
    filters: int('Filters', 32, { help: 'How many features it looks for; the maps that come out.' }),
    kernel: pair('Kernel', [3, 3], { help: 'Height and width of a filter.' }),
    stride: pair('Stride', [1, 1], { help: 'How far a filter moves from one position to the next.' }),
    padding: padding(['valid', 'same'], 'valid', {
      help: 'None: filters stay inside the picture. Same: zeros around it, so that the size stays.',
    }),
    dilation: pair('Dilation', [1, 1], { help: 'Distance of the values that a filter sees.', advanced: true }),
    groups: int('Groups', 1, { help: 'Parts of the channels that are kept apart.', advanced: true }),
    activation: activation(),
    bias: bool('Bias', true, { help: 'Adds a learnt number to each map.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'filters',
  summary: (p) => kernelSummary(p, p.filters, 'filter') + activationSummary(p.activation),
  shape: ([x], p) => convolvable(x, 2) ?? groupsFault(x, p.filters, p.groups) ?? convolutionShape(x, p, p.filters),
  window: (_inputs, p) => windowReach(windowOf(p)),
  explainShape: ([x], p) => explainWindow(x, windowOf(p)),
  weights([x], p) {
    const channels = Number(x.shape[3]) / p.groups;
    return {
      kernel: { shape: [...p.kernel, channels, p.filters], init: 'glorotUniform', role: 'kernel' },
      ...(p.bias && { bias: { shape: [p.filters], init: 'zeros', role: 'bias' } }),
    };
  },
  cost: ([x], [y], p) => ({
    macs: places(y) * p.filters * ((extent(p.kernel) * Number(x.shape[3])) / p.groups),
  }),
  forward(ops, [x], weights, p) {
    const { padding } = windowEdges(x.shape, windowOf(p));
    const y = ops.conv2d(x, weights.kernel, { stride: p.stride, dilation: p.dilation, padding });
    return [weights.bias ? ops.biasAdd(y, weights.bias) : y];
  },
  examples: [
    {
      inputs: [float(3, 3, 1)],
      params: { filters: 1, kernel: [2, 2] },
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9]],
        weights: { kernel: [1, 0, 0, -1], bias: [0.5] },
        outputs: [[-3.5, -3.5, -3.5, -3.5]],
        by: 'hand',
      },
    },
    {
      inputs: [float(28, 28, 1)],
      params: { filters: 20, kernel: [5, 5] },
      outputs: [float(24, 24, 20)],
      parameters: 520,
      macs: 288_000,
    },
    { inputs: [float(7, 5, 3)], params: { filters: 4, stride: [2, 2], padding: 'same' }, outputs: [float(4, 3, 4)] },
    {
      inputs: [float(3, 2, 1)],
      params: {
        filters: 1,
        kernel: [2, 3],
        stride: [2, 1],
        padding: [
          [1, 0],
          [2, 0],
        ],
        bias: false,
      },
      outputs: [float(2, 2, 1)],
      parameters: 6,
      macs: 24,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6]],
        weights: { kernel: [1, 2, 3, 4, 5, 6] },
        outputs: [[6, 17, 39, 79]],
        by: 'hand: a row of zeros above and two columns on the left',
      },
    },
    { inputs: [float(9, 9, 2)], params: { filters: 2, dilation: [2, 3] }, outputs: [float(5, 3, 2)] },
    {
      inputs: [float(5, 5, 4)],
      params: { filters: 6, groups: 2, kernel: [3, 1], padding: 'same', bias: false },
      outputs: [float(5, 5, 6)],
      parameters: 36,
      macs: 900,
    },
  ],
});
