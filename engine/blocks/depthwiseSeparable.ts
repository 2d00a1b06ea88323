import { activationSummary } from '../layers/contract/activation-titles';
import { activation, int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { chain } from './parts/chain';
import { convolution, NORMALISATION, normalisation } from './parts/normalised';

export default defineBlock({
  kind: 'depthwiseSeparable',
  title: 'Depthwise-separable convolution',
  glyph: 'depthwise',
  group: 'block',
  doc: {
    summary: 'Looks at each map by itself with a 3×3 kernel, then mixes the maps with 1×1 kernels.',
    formula: 'y = a(norm(conv₁ₓ₁(a(norm(depthwise₃ₓ₃(x)))))): a the activation, which stands behind both halves.',
    advice:
      'Does nearly what a 3×3 convolution does with about an eighth of the work, which is what makes nets fit for ' +
      'telephones. MobileNet is thirteen of them.',
    source: 'Howard and others, MobileNets, 2017',
  },
  params: {
    filters: int('Filters', 64, { max: 65_536, help: 'Maps that come out.' }),
    stride: int('Stride', 1, { max: 64, help: '2 halves height and width.' }),
    activation: activation('relu'),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'separable',
  summary: (p) =>
    `${p.filters}${p.stride > 1 ? `, stride ${p.stride}` : ''}` +
    (p.activation === 'relu' ? '' : activationSummary(p.activation)),
  inside: (p) =>
    chain(
      ['depthwise', 'depthwiseConv2d', { kernel: [3, 3], stride: [p.stride, p.stride], padding: 'same', bias: false }],
      normalisation('norm1', p),
      ['act1', 'activation', { activation: p.activation }],
      ['pointwise', 'conv2d', convolution({ filters: p.filters, kernel: 1 })],
      normalisation('norm2', p),
      ['act2', 'activation', { activation: p.activation }],
    ),
  examples: [
    {
      inputs: [float(112, 112, 32)],
      params: { filters: 64, activation: 'relu6' },
      outputs: [float(112, 112, 64)],
      // 3·3·32 + 4·32 + 32·64 + 4·64: the first of MobileNet.
      parameters: 2720,
    },
    {
      inputs: [float(112, 112, 64)],
      params: { filters: 128, stride: 2 },
      outputs: [float(56, 56, 128)],
      // 3·3·64 + 4·64 + 64·128 + 4·128.
      parameters: 9536,
    },
  ],
});
