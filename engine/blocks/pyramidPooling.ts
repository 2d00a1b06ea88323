import type { PortRef } from '../graph/document';
import { int, ints } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { channelsOf } from './parts/channels';
import { endOf, idsOf, line, ROW, type Step, wires } from './parts/drawing';
import { NORMALISATION } from './parts/normalised';

export default defineBlock({
  kind: 'pyramidPooling',
  title: 'Pyramid pooling',
  glyph: 'pyramid',
  group: 'block',
  doc: {
    summary: 'Tells every place what is in the whole picture, in its halves, thirds and sixths.',
    formula:
      'y = [x, R(P₁(x)), R(P₂(x)), …]: Pₖ the means over k×k parts, R a 1×1 convolution with normalisation and ReLU, ' +
      'drawn back to the size of x; brackets lay maps side by side.',
    advice:
      'Stands at the end of a net that labels pixels: a boat is more likely where there is water. Put a 3×3 ' +
      'convolution behind it. The parts together add as many maps as came in, unless filters are given.',
    source: 'Zhao, Shi, Qi, Wang and Jia, Pyramid scene parsing network, 2017',
  },
  params: {
    parts: ints('Parts', [1, 2, 3, 6], { max: 256, help: 'Parts along height and width, one number a level.' }),
    filters: int('Filters', 0, { min: 0, max: 65_536, help: 'Maps of each level; 0 shares those that come in.' }),
    ...NORMALISATION,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'pyramid',
  summary: (p) => p.parts.map((part) => `${part}×${part}`).join(', '),
  inside(p, [input]) {
    const shared = Math.max(1, Math.floor((channelsOf(input) ?? 1) / Math.max(1, p.parts.length)));
    const filters = p.filters > 0 ? p.filters : shared;
    const size = [1, 2].map((axis) => Number(input?.shape[axis] ?? 1));
    const rows = [...new Set(p.parts)].map((part): Step[] => [
      [`pool${part}`, 'adaptiveAveragePool2d', { size: [part, part] }],
      [`conv${part}`, 'convBnRelu', { filters, kernel: [1, 1], momentum: p.momentum, epsilon: p.epsilon }],
      [`resize${part}`, 'resize2d', { size, method: 'bilinear', alignCorners: true }],
    ]);
    // What came in stands first.
    const entry: PortRef[] = [['concat', 'in'], ...rows.map((row): PortRef => [row[0]?.[0] as string, 'in'])];
    return {
      graph: {
        nodes: [
          ...rows.flatMap((row, i) => line(0, (i + 1) * ROW, ...row)),
          ...line(Math.max(0, ...rows.map(endOf)), 0, ['concat', 'concatenate']),
        ],
        edges: rows.flatMap((row) => wires(...idsOf(row), 'concat')),
      },
      inputs: { in: entry },
      outputs: { out: ['concat', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(60, 60, 2048)],
      outputs: [float(60, 60, 4096)],
      // 4 of 2048·512 and a normalisation of 4·512.
      parameters: 4_202_496,
    },
    {
      inputs: [float(12, 16, 32)],
      params: { parts: [1, 4], filters: 8 },
      outputs: [float(12, 16, 48)],
      // 2 of 32·8 and a normalisation of 4·8.
      parameters: 576,
    },
  ],
});
