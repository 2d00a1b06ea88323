import type { PortRef } from '../graph/document';
import { bool, int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { endOf, idsOf, line, ROW, type Step, wires } from './parts/drawing';
import { convolution, NORMALISATION, normalisation } from './parts/normalised';

export default defineBlock({
  kind: 'denseLayer',
  title: 'Dense-block layer',
  glyph: 'concat',
  group: 'block',
  doc: {
    summary: 'Adds a few maps of its own beside all that came in, and passes both on.',
    formula:
      'y = [x, H(x)]: H is normalisation, ReLU, 1×1 convolution to four times the growth, normalisation, ReLU and 3×3 ' +
      'convolution to the growth.',
    advice: 'One layer of a dense block; take that block to have many. A growth of 12 to 48 maps is enough.',
    source: 'Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks, 2017',
  },
  params: {
    growth: int('Growth', 32, { max: 4096, help: 'Maps that it adds.' }),
    bottleneck: bool('Bottleneck', true, { help: 'A 1×1 convolution before the 3×3 one.' }),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'layer',
  summary: (p) => `+ ${p.growth}`,
  inside(p) {
    const narrow: Step[] = [
      normalisation('norm1', p),
      ['relu1', 'activation', { activation: 'relu' }],
      ['conv1', 'conv2d', convolution({ filters: 4 * p.growth, kernel: 1 })],
    ];
    const steps: Step[] = [
      ...(p.bottleneck ? narrow : []),
      normalisation('norm2', p),
      ['relu2', 'activation', { activation: 'relu' }],
      ['conv2', 'conv2d', convolution({ filters: p.growth, kernel: 3 })],
    ];
    const ids = idsOf(steps);
    // What came in stands first, the new maps behind it.
    const entry: PortRef[] = [
      [ids[0] as string, 'in'],
      ['concat', 'in'],
    ];
    return {
      graph: {
        nodes: [...line(0, 0, ...steps), ...line(endOf(steps), ROW, ['concat', 'concatenate'])],
        edges: wires(...ids, 'concat'),
      },
      inputs: { in: entry },
      outputs: { out: ['concat', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(56, 56, 64)],
      outputs: [float(56, 56, 96)],
      // 4·64 + 64·128 + 4·128 + 3·3·128·32, as conv2_block1 of Keras' DenseNet121.
      parameters: 45_824,
    },
    {
      inputs: [float(8, 8, 24)],
      params: { growth: 12, bottleneck: false },
      outputs: [float(8, 8, 36)],
      // 4·24 + 3·3·24·12.
      parameters: 2688,
    },
  ],
});
