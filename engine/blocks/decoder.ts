import { bool, int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { chain } from './parts/chain';
import type { Step } from './parts/drawing';
import { NORMALISATION, normalisation } from './parts/normalised';

export default defineBlock({
  kind: 'decoder',
  title: 'Decoder',
  glyph: 'transposed',
  group: 'block',
  doc: {
    summary: 'Draws small maps larger and larger, with fewer and fewer maps: the way back of an encoder.',
    formula:
      'y = D₁(… D_n(x)): each stage a transposed 2×2 convolution of stride 2 and ReLU; half the filters each time.',
    advice:
      'Give it as many stages and the same filters as its encoder. A 1×1 convolution behind it makes the maps that are ' +
      'wanted, such as one for a grey picture or one for each class of a segmentation.',
    source: 'Zeiler, Krishnan, Taylor and Fergus, Deconvolutional networks, 2010',
  },
  params: {
    stages: int('Stages', 3, { max: 16, help: 'How many times height and width are doubled.' }),
    filters: int('Filters', 32, { max: 16_384, help: 'Maps of the last stage; each one before has twice as many.' }),
    norm: bool('Normalise', false, { help: 'A batch normalisation between each convolution and its ReLU.' }),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.stages} stages to ${p.filters}`,
  inside(p) {
    const steps = Array.from({ length: p.stages }, (_, i): Step[] => {
      const form = { filters: p.filters * 2 ** (p.stages - 1 - i), kernel: [2, 2], stride: [2, 2] } as const;
      if (!p.norm) return [[`up${i + 1}`, 'conv2dTranspose', { ...form, activation: 'relu' }]];
      return [
        [`up${i + 1}`, 'conv2dTranspose', { ...form, bias: false }],
        normalisation(`norm${i + 1}`, p),
        [`relu${i + 1}`, 'activation', { activation: 'relu' }],
      ];
    });
    return chain(...steps.flat());
  },
  examples: [
    {
      inputs: [float(4, 4, 32)],
      params: { filters: 8 },
      outputs: [float(32, 32, 8)],
      // 2·2·32·32 + 32, 2·2·32·16 + 16 and 2·2·16·8 + 8.
      parameters: 6712,
    },
    {
      inputs: [float(4, 4, 8)],
      params: { stages: 2, filters: 4, norm: true },
      outputs: [float(16, 16, 4)],
      // 2·2·8·8 + 4·8 and 2·2·8·4 + 4·4.
      parameters: 432,
    },
  ],
});
