import { activationSummary } from './contract/activation-titles';
import { defineLayer } from './contract/layer';
import { activation, int, padding, pair } from './contract/params';
import { float } from './contract/spec';
import { convolutionShape, convolvable, extent, kernelSummary, places, windowOf } from './parts/convolution';
import { biasParam, DILATION_HELP, KERNEL_HELP, PADDING_HELP, STRIDE_HELP } from './parts/convolution-params';
import { explainWindow, windowEdges, windowReach } from './parts/window';

export default defineLayer({
  kind: 'depthwiseConv2d',
  title: 'Depthwise convolution',
  group: 'conv',
  glyph: 'depthwise',
  name: 'depthwise',
  doc: {
    summary: 'Convolves every map by kernels of its own, without mixing the maps.',
    formula:
      'y[i, j, c·m + q] = a(Σ x[i·s + d·u, j·s + d·v, c] · k[u, v, c, q] + b) over u and v: k the kernel [height, ' +
      'width, channels, m], m the multiplier, s the stride, d the dilation, b the bias, a the activation. Parameters: ' +
      'height·width·channels·m + channels·m.',
    advice:
      'One half of a separable convolution: a 1×1 convolution behind it mixes the maps. Together they need about nine ' +
      'times fewer multiplications than a 3×3 convolution, which is what MobileNet and Xception live on.',
    source: 'Howard and others, MobileNets, 2017',
  },
  params: {
    multiplier: int('Multiplier', 1, { help: 'Maps that come out of each map that goes in.' }),
    kernel: pair('Kernel', [3, 3], { help: KERNEL_HELP }),
    stride: pair('Stride', [1, 1], { help: STRIDE_HELP }),
    padding: padding(['valid', 'same'], 'same', { help: PADDING_HELP }),
    dilation: pair('Dilation', [1, 1], { help: DILATION_HELP, advanced: true }),
    activation: activation(),
    bias: biasParam,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => kernelSummary(p, p.multiplier, 'map') + activationSummary(p.activation),
  shape: ([x], p) => convolvable(x, 2) ?? convolutionShape(x, p, Number(x.shape[3]) * p.multiplier),
  window: (_inputs, p) => windowReach(windowOf(p)),
  explainShape: ([x], p) => explainWindow(x, windowOf(p)),
  weights([x], p) {
    const channels = Number(x.shape[3]);
    return {
      kernel: { shape: [...p.kernel, channels, p.multiplier], init: 'glorotUniform', role: 'kernel' },
      ...(p.bias && { bias: { shape: [channels * p.multiplier], init: 'zeros', role: 'bias' } }),
    };
  },
  cost: (_inputs, [y], p) => ({ macs: places(y) * Number(y.shape[3]) * extent(p.kernel) }),
  forward(ops, [x], weights, p) {
    const { padding } = windowEdges(x.shape, windowOf(p));
    const y = ops.depthwiseConv2d(x, weights.kernel, { stride: p.stride, dilation: p.dilation, padding });
    return [weights.bias ? ops.biasAdd(y, weights.bias) : y];
  },
  examples: [
    {
      inputs: [float(3, 3, 2)],
      params: { multiplier: 2, kernel: [2, 2], stride: [2, 2] },
      outputs: [float(2, 2, 4)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]],
        weights: { kernel: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], bias: [0, 0, 1, -1] },
        outputs: [[196, 216, 273, 295, 104, 120, 151, 167, 88, 116, 155, 183, 17, 34, 55, 71]],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(5, 4, 2)],
      params: { kernel: [3, 2], dilation: [2, 3], padding: 'same', bias: false },
      outputs: [float(5, 4, 2)],
      numbers: {
        batch: 1,
        inputs: [Array.from({ length: 40 }, (_, i) => i - 20)],
        weights: { kernel: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
        outputs: [
          [
            -112, -108, -212, -212, -108, -112, -80, -80, 32, 52, 44, 76, 4, 16, 32, 48, 128, 152, 238, 274, 98, 110,
            128, 146, 32, 44, 60, 76, 20, 24, 32, 40, 112, 140, 188, 236, 68, 88, 80, 104,
          ],
        ],
        by: 'PyTorch 2.13, conv2d with groups and dilation',
      },
    },
    { inputs: [float(6, 7, 2)], params: { stride: [1, 3] }, outputs: [float(6, 3, 2)], parameters: 20, macs: 324 },
    {
      inputs: [float(5, 5, 2)],
      params: {
        stride: [2, 1],
        padding: [
          [0, 1],
          [1, 0],
        ],
      },
      outputs: [float(2, 4, 2)],
    },
  ],
});
