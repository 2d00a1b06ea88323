import { activationSummary } from './contract/activation-titles';
import { defineLayer } from './contract/layer';
import { activation, choice, ints } from './contract/params';
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
import { biasParam, DILATION_HELP, filtersParam, groupsParam, STRIDE_HELP } from './parts/convolution-params';
import { explainWindow, windowReach } from './parts/window';

type Triple = readonly [number, number, number];

export default defineLayer({
  kind: 'conv3d',
  title: 'Convolution 3D',
  group: 'conv',
  glyph: 'conv3d',
  name: 'conv',
  doc: {
    summary: 'Looks for the same small features everywhere in a volume; every filter gives one volume.',
    formula:
      'y[i, j, k, f] = a(Σ x[i·s + d·u, j·s + d·v, k·s + d·w, c] · q[u, v, w, c, f] + b[f]) over u, v, w and c: q the ' +
      'kernel [depth, height, width, channels ÷ groups, filters], s the stride, d the dilation, b the bias, a the ' +
      'activation. Parameters: depth·height·width·channels·filters ÷ groups + filters.',
    advice:
      'For scans of the body and the brain, and for short clips of film, where the depth is time. It costs far more ' +
      'than a flat convolution: keep volumes small and filters few.',
    source: 'Ji, Xu, Yang and Yu, 3D convolutional neural networks for human action recognition, 2013',
  },
  params: {
    filters: filtersParam,
    kernel: ints('Kernel', [3, 3, 3], { lengths: [3], help: 'Depth, height and width of a filter.' }),
    stride: ints('Stride', [1, 1, 1], { lengths: [3], help: STRIDE_HELP }),
    padding: choice(
      'Padding',
      [
        { value: 'valid', title: 'None' },
        { value: 'same', title: 'Same' },
      ],
      'valid',
      { help: 'None: filters stay inside the volume. Same: zeros around it, so that the size stays.' },
    ),
    dilation: ints('Dilation', [1, 1, 1], { lengths: [3], help: DILATION_HELP, advanced: true }),
    groups: groupsParam,
    activation: activation(),
    bias: biasParam,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => kernelSummary(p, p.filters, 'filter') + activationSummary(p.activation),
  shape: ([x], p) => convolvable(x, 3) ?? groupsFault(x, p.filters, p.groups) ?? convolutionShape(x, p, p.filters),
  window: (_inputs, p) => windowReach(windowOf(p)),
  explainShape: ([x], p) => explainWindow(x, windowOf(p)),
  weights: ([x], p) => ({
    kernel: { shape: [...p.kernel, Number(x.shape[4]) / p.groups, p.filters], init: 'glorotUniform', role: 'kernel' },
    ...(p.bias && { bias: { shape: [p.filters], init: 'zeros', role: 'bias' } }),
  }),
  cost: ([x], [y], p) => ({ macs: places(y) * p.filters * ((extent(p.kernel) * Number(x.shape[4])) / p.groups) }),
  forward(ops, [x], weights, p) {
    const [stride, dilation] = [p.stride as Triple, p.dilation as Triple];
    const y = ops.conv3d(x, weights.kernel, { stride, dilation, padding: p.padding });
    return [weights.bias ? ops.biasAdd(y, weights.bias) : y];
  },
  examples: [
    {
      inputs: [float(2, 2, 2, 1)],
      params: { filters: 1, kernel: [2, 2, 2] },
      outputs: [float(1, 1, 1, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8]],
        weights: { kernel: [1, 2, 3, 4, 5, 6, 7, 8], bias: [1] },
        outputs: [[205]],
        by: 'hand: the squares from 1 to 64, and 1',
      },
    },
    {
      inputs: [float(3, 2, 2, 1)],
      params: { filters: 2, kernel: [2, 1, 2], padding: 'same', bias: false },
      outputs: [float(3, 2, 2, 2)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
        weights: { kernel: [1, 2, 3, 4, 5, 6, 7, 8] },
        outputs: [
          [74, 88, 32, 40, 106, 128, 44, 56, 138, 168, 56, 72, 170, 208, 68, 88, 39, 58, 10, 20, 47, 70, 12, 24],
        ],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(2, 1, 2, 4)],
      params: { filters: 2, kernel: [2, 1, 1], groups: 2, bias: false },
      outputs: [float(1, 1, 2, 2)],
      parameters: 8,
      macs: 16,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
        weights: { kernel: [1, 10, 2, 20, 3, 30, 4, 40] },
        outputs: [[72, 920, 112, 1320]],
        by: 'hand: 1·1 + 2·2 + 9·3 + 10·4 and 3·10 + 4·20 + 11·30 + 12·40, then the same of the neighbour',
      },
    },
    {
      inputs: [float(16, 32, 32, 1)],
      params: { filters: 8, stride: [1, 2, 2], padding: 'same', activation: 'relu' },
      outputs: [float(16, 16, 16, 8)],
      parameters: 224,
      macs: 884_736,
    },
    {
      inputs: [float(5, 4, 3, 2)],
      params: { filters: 2, kernel: [2, 2, 1], dilation: [3, 2, 1] },
      outputs: [float(2, 2, 3, 2)],
    },
  ],
});
