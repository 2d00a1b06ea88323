import { number } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { chain } from './parts/chain';
import { channelsOf } from './parts/channels';
import { convolution, NORMALISATION, normalisation } from './parts/normalised';

export default defineBlock({
  kind: 'transition',
  title: 'Transition',
  glyph: 'avgpool',
  group: 'block',
  doc: {
    summary: 'Between two dense blocks: leaves fewer maps, of half the height and width.',
    formula: 'y = avgpool(conv₁ₓ₁(ReLU(norm(x)))): the convolution has θ times as many filters as there are maps.',
    advice: 'Dense blocks only add maps, so that something has to take them away again: half of them is usual.',
    source: 'Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks, 2017',
  },
  params: {
    compression: number('Compression', 0.5, { min: 0.01, max: 1, help: 'Share of the maps that are left.' }),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.compression} of the maps`,
  inside(p, [input]) {
    const filters = Math.max(1, Math.floor((channelsOf(input) ?? 1) * p.compression));
    return chain(
      normalisation('norm', p),
      ['relu', 'activation', { activation: 'relu' }],
      ['conv', 'conv2d', convolution({ filters, kernel: 1 })],
      ['pool', 'averagePool2d'],
    );
  },
  examples: [
    {
      inputs: [float(56, 56, 256)],
      outputs: [float(28, 28, 128)],
      // 4·256 + 256·128.
      parameters: 33_792,
    },
  ],
});
