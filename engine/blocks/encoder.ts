import { bool, int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { chain } from './parts/chain';
import type { Step } from './parts/drawing';
import { halvingFault } from './parts/halvings';
import { convolution, NORMALISATION, normalisation } from './parts/normalised';

export default defineBlock({
  kind: 'encoder',
  title: 'Encoder',
  glyph: 'maxpool',
  group: 'block',
  doc: {
    summary: 'Makes a picture smaller and smaller, with more and more maps, until little but its meaning is left.',
    formula: 'y = E_n(… E₁(x)): each stage a 3×3 convolution, ReLU and 2×2 max pooling; twice the filters each time.',
    advice: 'The first half of an auto-encoder or of a net from pictures to pictures. A decoder leads back.',
    source: 'Hinton and Salakhutdinov, Reducing the dimensionality of data with neural networks, 2006',
  },
  params: {
    stages: int('Stages', 3, { max: 16, help: 'How many times height and width are halved.' }),
    filters: int('Filters', 32, { max: 16_384, help: 'Maps of the first stage; each further one has twice as many.' }),
    norm: bool('Normalise', false, { help: 'A batch normalisation between each convolution and its ReLU.' }),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.stages} stages from ${p.filters}`,
  inside(p, [input]) {
    const fault = halvingFault(0, input, p.stages);
    if (fault) return fault;
    const steps = Array.from({ length: p.stages }, (_, i): Step[] => {
      const form = { filters: p.filters * 2 ** i, kernel: 3 };
      const pool: Step = [`pool${i + 1}`, 'maxPool2d'];
      if (!p.norm) return [[`conv${i + 1}`, 'conv2d', convolution({ ...form, activation: 'relu', bias: true })], pool];
      return [
        [`conv${i + 1}`, 'conv2d', convolution(form)],
        normalisation(`norm${i + 1}`, p),
        [`relu${i + 1}`, 'activation', { activation: 'relu' }],
        pool,
      ];
    });
    return chain(...steps.flat());
  },
  examples: [
    {
      inputs: [float(32, 32, 1)],
      params: { filters: 8 },
      outputs: [float(4, 4, 32)],
      // 3·3·1·8 + 8, 3·3·8·16 + 16 and 3·3·16·32 + 32.
      parameters: 5888,
    },
    {
      inputs: [float(16, 16, 3)],
      params: { stages: 2, filters: 4, norm: true },
      outputs: [float(4, 4, 8)],
      // 3·3·3·4 + 4·4 and 3·3·4·8 + 4·8.
      parameters: 444,
    },
  ],
});
