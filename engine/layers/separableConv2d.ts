import { activationSummary } from './contract/activation-titles';
import { defineLayer } from './contract/layer';
import { activation, int, padding, pair } from './contract/params';
import { float } from './contract/spec';
import { convolutionShape, convolvable, extent, kernelSummary, places, windowOf } from './parts/convolution';
import {
  biasParam,
  DILATION_HELP,
  filtersParam,
  KERNEL_HELP,
  PADDING_HELP,
  STRIDE_HELP,
} from './parts/convolution-params';
import { explainWindow, windowEdges, windowReach } from './parts/window';

export default defineLayer({
  kind: 'separableConv2d',
  title: 'Separable convolution',
  group: 'conv',
  glyph: 'depthwise',
  name: 'separable',
  doc: {
    summary: 'Convolves every map by itself, then mixes the maps at each place.',
    formula:
      'y = a(pointwise(depthwise(x)) + b): a depthwise convolution by the kernel [height, width, channels, m], then a ' +
      '1×1 convolution [channels·m, filters]; m is the multiplier, b the bias, a the activation. Parameters: ' +
      'height·width·channels·m + channels·m·filters + filters.',
    advice:
      'Takes the place of a 3×3 convolution at about a ninth of its parameters and multiplications. It is one layer in ' +
      'Keras; where something stands between the two halves, as in MobileNet, draw them apart.',
    source: 'Chollet, Xception: deep learning with depthwise separable convolutions, 2017',
  },
  params: {
    filters: filtersParam,
    kernel: pair('Kernel', [3, 3], { help: KERNEL_HELP }),
    stride: pair('Stride', [1, 1], { help: STRIDE_HELP }),
    padding: padding(['valid', 'same'], 'same', { help: PADDING_HELP }),
    dilation: pair('Dilation', [1, 1], { help: DILATION_HELP, advanced: true }),
    multiplier: int('Multiplier', 1, { help: 'Maps between the halves for each map that goes in.', advanced: true }),
    activation: activation(),
    bias: biasParam,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => kernelSummary(p, p.filters, 'filter') + activationSummary(p.activation),
  shape: ([x], p) => convolvable(x, 2) ?? convolutionShape(x, p, p.filters),
  window: (_inputs, p) => windowReach(windowOf(p)),
  explainShape: ([x], p) => explainWindow(x, windowOf(p)),
  weights([x], p) {
    const channels = Number(x.shape[3]);
    const between = channels * p.multiplier;
    return {
      depthwise: { shape: [...p.kernel, channels, p.multiplier], init: 'glorotUniform', role: 'kernel' },
      pointwise: { shape: [1, 1, between, p.filters], init: 'glorotUniform', role: 'kernel' },
      ...(p.bias && { bias: { shape: [p.filters], init: 'zeros', role: 'bias' } }),
    };
  },
  cost([x], [y], p) {
    const between = Number(x.shape[3]) * p.multiplier;
    return { macs: places(y) * between * (extent(p.kernel) + p.filters) };
  },
  forward(ops, [x], weights, p) {
    const { padding } = windowEdges(x.shape, windowOf(p));
    const apart = ops.depthwiseConv2d(x, weights.depthwise, { stride: p.stride, dilation: p.dilation, padding });
    const y = ops.conv2d(apart, weights.pointwise, { stride: [1, 1], padding: 'valid' });
    return [weights.bias ? ops.biasAdd(y, weights.bias) : y];
  },
  examples: [
    {
      inputs: [float(3, 3, 2)],
      params: { filters: 2, kernel: [2, 2], padding: 'valid' },
      outputs: [float(2, 2, 2)],
      parameters: 14,
      macs: 48,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]],
        weights: { depthwise: [1, 2, 3, 4, 5, 6, 7, 8], pointwise: [1, -1, 0.5, 2], bias: [0.25, 0] },
        outputs: [[182.25, 188, 234.25, 236, 338.25, 332, 390.25, 380]],
        by: 'Keras 3.15',
      },
    },
    { inputs: [float(5, 6, 2)], params: { filters: 3, stride: [2, 2], multiplier: 2 }, outputs: [float(3, 3, 3)] },
  ],
});
