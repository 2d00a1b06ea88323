import { bool, int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { chain } from './parts/chain';
import { NORMALISATION } from './parts/normalised';

export default defineBlock({
  kind: 'denseBlock',
  title: 'Dense block',
  glyph: 'concat',
  group: 'block',
  doc: {
    summary: 'Layers that each see the maps of all layers before them, and add a few of their own.',
    formula: 'xᵢ = [x₀, H₁(x₀), …, Hᵢ(xᵢ₋₁)]: brackets lay maps side by side; n layers add n · growth maps.',
    advice:
      'Early features stay at hand for later layers, so few new maps a layer are enough. Put a transition between two ' +
      'of them. DenseNet-121 has 6, 12, 24 and 16 layers with a growth of 32.',
    source: 'Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks, 2017',
  },
  params: {
    layers: int('Layers', 6, { max: 1000, help: 'How many layers follow each other.' }),
    growth: int('Growth', 32, { max: 4096, help: 'Maps that each layer adds.' }),
    bottleneck: bool('Bottleneck', true, { help: 'A 1×1 convolution before each 3×3 one.' }),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'dense',
  summary: (p) => `${p.layers} layers, + ${p.growth} each`,
  inside: ({ layers, ...p }) =>
    chain(...Array.from({ length: layers }, (_, i) => [`layer${i + 1}`, 'denseLayer', { ...p }] as const)),
  examples: [
    {
      inputs: [float(56, 56, 64)],
      outputs: [float(56, 56, 256)],
      // Σ over c = 64, 96, …, 224 of 4·c + 128·c + 4·128 + 3·3·128·32.
      parameters: 338_304,
    },
    {
      inputs: [float(8, 8, 24)],
      params: { layers: 3, growth: 12, bottleneck: false },
      outputs: [float(8, 8, 60)],
      // Σ over c = 24, 36, 48 of 4·c + 3·3·c·12.
      parameters: 12_096,
    },
  ],
});
