import { activationSummary } from './contract/activation-titles';
import { defineLayer } from './contract/layer';
import { activation, int, padding } from './contract/params';
import { float } from './contract/spec';
import {
  convolutionShape,
  convolvable,
  groupsFault,
  type Kernel,
  kernelSummary,
  places,
  windowOf,
} from './parts/convolution';
import { biasParam, DILATION_HELP, filtersParam, groupsParam, STRIDE_HELP } from './parts/convolution-params';
import { explainWindow, windowEdges, windowReach } from './parts/window';

type Lengthwise = Pick<Kernel, 'padding'> & { kernel: number; stride: number; dilation: number };
const lengthwise = ({ kernel, stride, dilation, padding }: Lengthwise): Kernel => ({
  kernel: [kernel],
  stride: [stride],
  dilation: [dilation],
  padding,
});

export default defineLayer({
  kind: 'conv1d',
  title: 'Convolution 1D',
  group: 'conv',
  glyph: 'conv1d',
  name: 'conv',
  doc: {
    summary: 'Looks for the same short patterns everywhere in a sequence; every filter gives one curve.',
    formula:
      'y[t, f] = a(Σ x[t·s + d·u, c] · k[u, c, f] + b[f]) over u and c: k the kernel [length, channels in ÷ groups, ' +
      'filters], s the stride, d the dilation, b the bias, a the activation. Parameters: length·channels·filters ÷ ' +
      'groups + filters.',
    advice:
      'For sound, sensors, signatures and text. Causal padding looks back only, never ahead, as a forecast must. ' +
      'Layers with dilations of 1, 2, 4, 8 … see far at little cost.',
    source: 'Waibel and others, Phoneme recognition using time-delay neural networks, 1989',
  },
  params: {
    filters: filtersParam,
    kernel: int('Kernel', 3, { help: 'Length of a filter.' }),
    stride: int('Stride', 1, { help: STRIDE_HELP }),
    padding: padding(['valid', 'same', 'causal'], 'valid', {
      axes: 1,
      help: 'None: filters stay inside. Same: zeros at both ends. Causal: zeros in front, so that none looks ahead.',
    }),
    dilation: int('Dilation', 1, { help: DILATION_HELP, advanced: true }),
    groups: groupsParam,
    activation: activation(),
    bias: biasParam,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => kernelSummary(lengthwise(p), p.filters, 'filter') + activationSummary(p.activation),
  shape: ([x], p) =>
    convolvable(x, 1) ?? groupsFault(x, p.filters, p.groups) ?? convolutionShape(x, lengthwise(p), p.filters),
  window: (_inputs, p) => windowReach(windowOf(lengthwise(p))),
  explainShape: ([x], p) => explainWindow(x, windowOf(lengthwise(p))),
  weights([x], p) {
    const channels = Number(x.shape[2]) / p.groups;
    return {
      kernel: { shape: [p.kernel, channels, p.filters], init: 'glorotUniform', role: 'kernel' },
      ...(p.bias && { bias: { shape: [p.filters], init: 'zeros', role: 'bias' } }),
    };
  },
  cost: ([x], [y], p) => ({ macs: places(y) * p.filters * ((p.kernel * Number(x.shape[2])) / p.groups) }),
  /** A sequence is a picture of one row. */
  forward(ops, [x], weights, p) {
    const [batch = 1, length = 1, channels = 1] = x.shape;
    const { padding } = windowEdges(x.shape, windowOf(lengthwise(p)));
    const row = ops.reshape(x, [batch, 1, length, channels]);
    const y = ops.conv2d(row, ops.reshape(weights.kernel, [1, ...weights.kernel.shape]), {
      stride: [1, p.stride],
      dilation: [1, p.dilation],
      padding: typeof padding === 'string' ? padding : [[0, 0], ...padding],
    });
    const sequence = ops.reshape(y, [batch, y.shape[2] ?? 1, p.filters]);
    return [weights.bias ? ops.biasAdd(sequence, weights.bias) : sequence];
  },
  examples: [
    {
      inputs: [float(4, 1)],
      params: { filters: 1, kernel: 2 },
      outputs: [float(3, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 4, 8]],
        weights: { kernel: [1, -1], bias: [0.5] },
        outputs: [[-0.5, -1.5, -3.5]],
        by: 'hand',
      },
    },
    {
      inputs: [float(5, 1)],
      params: { filters: 1, kernel: 2, padding: 'causal', dilation: 2, bias: false },
      outputs: [float(5, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5]],
        weights: { kernel: [1, 10] },
        outputs: [[10, 20, 31, 42, 53]],
        by: 'hand: now by ten, and two steps ago',
      },
    },
    {
      inputs: [float(200, 8)],
      params: { filters: 16, kernel: 5, stride: 2, padding: 'same' },
      outputs: [float(100, 16)],
      parameters: 656,
      macs: 64_000,
    },
    {
      inputs: [float(7, 4)],
      params: { filters: 6, groups: 2, stride: 2, padding: [[1, 2]], bias: false },
      outputs: [float(4, 6)],
      parameters: 36,
      macs: 144,
    },
  ],
});
