import { activationSummary } from '../layers/contract/activation-titles';
import { activation, bool, int, padding, pair } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { chain } from './parts/chain';
import { CONVOLUTION_BIAS, convolution, NORMALISATION, normalisation } from './parts/normalised';

export default defineBlock({
  kind: 'convBnRelu',
  title: 'Convolution, normalisation, ReLU',
  glyph: 'conv2d',
  group: 'block',
  doc: {
    summary: 'A convolution whose maps are normalised over the batch and then bent: the brick of most nets since 2015.',
    formula: 'y = a(γ·(conv(x) − μ)/√(v + ε) + β): μ and v mean and variance of each map, a the activation.',
    advice:
      'Use it in place of a plain convolution wherever a net is more than a few layers deep: it learns faster and at ' +
      'larger learning rates. The convolution has no bias, since the offset of the normalisation does the same.',
    source: 'Ioffe and Szegedy, Batch normalization, 2015',
  },
  params: {
    filters: int('Filters', 64, { max: 65_536, help: 'How many features it looks for; the maps that come out.' }),
    kernel: pair('Kernel', [3, 3], { help: 'Height and width of a filter.' }),
    stride: pair('Stride', [1, 1], { help: 'How far a filter moves from one position to the next.' }),
    padding: padding(['same', 'valid'], 'same', {
      help: 'Same: zeros around the picture, so that the size stays. None: filters stay inside.',
    }),
    activation: activation('relu'),
    dilation: pair('Dilation', [1, 1], { help: 'Distance of the values that a filter sees.', advanced: true }),
    groups: int('Groups', 1, { help: 'Parts of the channels that are kept apart.', advanced: true }),
    bias: CONVOLUTION_BIAS,
    scale: bool('Scale', true, {
      help: 'The normalisation learns a scale; before a ReLU it can be left out.',
      advanced: true,
    }),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'conv',
  summary: (p) =>
    `${p.kernel.join('×')}, ${p.filters} ${p.filters === 1 ? 'filter' : 'filters'}` +
    (p.stride.some((step) => step > 1) ? `, stride ${[...new Set(p.stride)].join('×')}` : '') +
    (p.activation === 'relu' ? '' : activationSummary(p.activation)),
  /** The activation stands behind the normalisation, not in the convolution. */
  inside: ({ activation, ...p }) =>
    chain(['conv', 'conv2d', convolution(p)], normalisation('norm', p), ['act', 'activation', { activation }]),
  examples: [
    {
      inputs: [float(224, 224, 3)],
      params: { filters: 64, kernel: [7, 7], stride: [2, 2] },
      outputs: [float(112, 112, 64)],
      // 7·7·3·64 and a normalisation of 4·64.
      parameters: 9664,
    },
    {
      inputs: [float(17, 17, 768)],
      params: { filters: 128, kernel: [1, 7], scale: false },
      outputs: [float(17, 17, 128)],
      // 1·7·768·128 and 3·128: offset, mean and variance.
      parameters: 688_512,
    },
  ],
});
