import type { PortRef } from '../graph/document';
import { activationSummary } from '../layers/contract/activation-titles';
import { activation, int } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { channelsOf } from './parts/channels';
import { endOf, idsOf, line, ROW, type Step, wires } from './parts/drawing';

/** Share of the maps that the squeeze leaves where no number is given: one of so many. */
const REDUCTION = 16;

export default defineBlock({
  kind: 'squeezeExcite',
  title: 'Squeeze and excitation',
  glyph: 'multiply',
  group: 'block',
  doc: {
    summary: 'Weighs every map by how much all maps together say that it matters.',
    formula: 'y = x · σ(W₂·a(W₁·mean(x))): the mean of each map, two dense layers, and a factor from 0 to 1 a map.',
    advice:
      'Costs next to nothing and helps most convolutional nets. Put it behind the last convolution of a residual ' +
      'block. A sixteenth of the maps in between is usual.',
    source: 'Hu, Shen and Sun, Squeeze-and-excitation networks, 2018',
  },
  params: {
    squeezed: int('Squeezed', 0, { min: 0, max: 65_536, help: 'Units in between; 0 for a sixteenth of the maps.' }),
    activation: activation('relu'),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'excite',
  summary: (p) =>
    (p.squeezed > 0 ? `${p.squeezed} units` : 'a sixteenth') +
    (p.activation === 'relu' ? '' : activationSummary(p.activation)),
  inside(p, [input]) {
    const channels = channelsOf(input) ?? 1;
    const units = p.squeezed > 0 ? p.squeezed : Math.max(1, Math.floor(channels / REDUCTION));
    const gate: Step[] = [
      ['average', 'globalAveragePool2d'],
      ['squeeze', 'dense', { units, activation: p.activation }],
      ['excite', 'dense', { units: channels, activation: 'sigmoid' }],
    ];
    // The maps come first, the gate is spread over them.
    const entry: PortRef[] = [
      ['average', 'in'],
      ['scale', 'in'],
    ];
    return {
      graph: {
        nodes: [...line(0, ROW, ...gate), ...line(endOf(gate), 0, ['scale', 'multiply'])],
        edges: wires(...idsOf(gate), 'scale'),
      },
      inputs: { in: entry },
      outputs: { out: ['scale', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(14, 14, 256)],
      outputs: [float(14, 14, 256)],
      // 256·16 + 16 and 16·256 + 256.
      parameters: 8464,
    },
    {
      inputs: [float(8, 8, 96)],
      params: { squeezed: 4, activation: 'swish' },
      outputs: [float(8, 8, 96)],
      // 96·4 + 4 and 4·96 + 96.
      parameters: 868,
    },
  ],
});
