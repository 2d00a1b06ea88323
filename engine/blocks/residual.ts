import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { RESIDUAL, residualSummary } from './parts/residual-form';
import { residualInside } from './parts/residual-inside';

export default defineBlock({
  kind: 'residual',
  title: 'Residual block',
  glyph: 'residual',
  group: 'block',
  doc: {
    summary:
      'Learns only what to add to its input: y = x + R(x). The shortcut lets gradients pass the block untouched.',
    formula:
      'y = ReLU(S(x) + R(x)): R is 3×3 convolution, batch normalisation, ReLU, 3×3 convolution, batch normalisation; ' +
      'as a bottleneck 1×1, 3×3 and 1×1 convolutions, the last four times as wide. S is x itself, or a 1×1 ' +
      'convolution with batch normalisation where the shape changes, or x with values left out and maps of zeros.',
    advice:
      'Stack many of them: with shortcuts, nets of a hundred layers learn as willingly as nets of ten. Double the ' +
      'filters where the stride halves the maps. From fifty layers on use the bottleneck, which costs less for the ' +
      'same width. Leave the shortcut to itself unless you compare its forms.',
    source: 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016',
  },
  params: RESIDUAL,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'res',
  summary: residualSummary,
  inside: (p, [input]) => residualInside(p, input),
  examples: [
    {
      inputs: [float(56, 56, 64)],
      params: { filters: 64 },
      outputs: [float(56, 56, 64)],
      // 2 convolutions of 3·3·64·64 and 2 normalisations of 4·64, of which half are running statistics.
      parameters: 74_240,
    },
    {
      inputs: [float(56, 56, 64)],
      params: { filters: 128, stride: 2 },
      outputs: [float(28, 28, 128)],
      // 3·3·64·128 + 3·3·128·128 + 1·1·64·128 and 3 normalisations of 4·128.
      parameters: 230_912,
    },
    {
      inputs: [float(8, 8, 4)],
      params: { filters: 4, shortcut: 'projection' },
      outputs: [float(8, 8, 4)],
      // 2·3·3·4·4 + 1·1·4·4 and 3 normalisations of 4·4.
      parameters: 352,
    },
    {
      inputs: [float(56, 56, 256)],
      params: { filters: 64, form: 'bottleneck' },
      outputs: [float(56, 56, 256)],
      // 256·64 + 3·3·64·64 + 64·256 and normalisations of 4·(64 + 64 + 256).
      parameters: 71_168,
    },
    {
      inputs: [float(56, 56, 256)],
      params: { filters: 128, form: 'bottleneck', stride: 2, strideIn: '1x1', bias: true },
      outputs: [float(28, 28, 512)],
      // 256·128 + 3·3·128·128 + 128·512 + 256·512, biases of 128 + 128 + 512 + 512, normalisations of 4 times those.
      parameters: 383_232,
    },
    {
      inputs: [float(32, 32, 16)],
      params: { filters: 32, stride: 2, shortcut: 'parameterFree' },
      outputs: [float(16, 16, 32)],
      // 3·3·16·32 + 3·3·32·32 and 2 normalisations of 4·32; the shortcut has none.
      parameters: 14_080,
    },
  ],
});
