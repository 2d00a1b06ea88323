import type { PortRef } from '../graph/document';
import { int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { line, ROW, wires } from './parts/drawing';
import { convolution } from './parts/normalised';

export default defineBlock({
  kind: 'squeezeFire',
  title: 'Fire module',
  glyph: 'inception',
  group: 'block',
  doc: {
    summary: 'Squeezes many maps into a few, then spreads them by 1×1 and 3×3 convolutions side by side.',
    formula: 'y = [ReLU(conv₁ₓ₁(s)), ReLU(conv₃ₓ₃(s))] with s = ReLU(conv₁ₓ₁(x)); brackets lay maps side by side.',
    advice:
      'Few squeezed maps keep the 3×3 kernels small: SqueezeNet reaches what AlexNet does with fifty times fewer ' +
      'parameters. An eighth of the maps that come out is usual.',
    source: 'Iandola and others, SqueezeNet, 2016',
  },
  params: {
    squeeze: int('Squeezed', 16, { max: 65_536, help: 'Maps after the first 1×1 convolution.' }),
    expand1: int('1×1 filters', 64, { max: 65_536, help: 'Maps of the 1×1 branch.' }),
    expand3: int('3×3 filters', 64, { max: 65_536, help: 'Maps of the 3×3 branch.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'fire',
  summary: (p) => `${p.squeeze} → ${p.expand1} + ${p.expand3}`,
  inside(p) {
    const conv = (filters: number, kernel: number) => convolution({ filters, kernel, activation: 'relu', bias: true });
    const entry: PortRef = ['squeeze', 'in'];
    return {
      graph: {
        nodes: [
          ...line(0, 0, ['squeeze', 'conv2d', conv(p.squeeze, 1)], ['expand1x1', 'conv2d', conv(p.expand1, 1)]),
          ...line(192, ROW, ['expand3x3', 'conv2d', conv(p.expand3, 3)]),
          ...line(384, 0, ['concat', 'concatenate']),
        ],
        edges: [...wires('squeeze', 'expand1x1', 'concat'), ...wires('squeeze', 'expand3x3', 'concat')],
      },
      inputs: { in: entry },
      outputs: { out: ['concat', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(55, 55, 96)],
      outputs: [float(55, 55, 128)],
      // fire2 of SqueezeNet 1.0: 1,552 + 1,088 + 9,280.
      parameters: 11_920,
    },
  ],
});
