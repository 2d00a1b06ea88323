import type { PortRef } from '../graph/document';
import { activation, int, number } from '../layers/contract/params';
import { float } from '../layers/contract/spec';
import { defineBlock } from './contract/block';
import { endOf, idsOf, line, ROW, type Step, wires } from './parts/drawing';

export default defineBlock({
  kind: 'transformerEncoder',
  title: 'Transformer encoder',
  glyph: 'attention',
  group: 'block',
  doc: {
    summary:
      'Lets every step of a sequence look at all others, then works on each step by itself; both are added to x.',
    formula:
      'z = x + attention(norm(x)), y = z + W₂·a(W₁·norm(z)): norm a layer normalisation, W₁ and W₂ dense layers at ' +
      'each step, a the activation.',
    advice:
      'Stack two to twelve of them behind an embedding or the patches of a picture, with positions added. The ' +
      'normalisations stand before, not behind, which trains more willingly than the first paper’s order. Hidden ' +
      'units of four times the channels are usual.',
    source: 'Vaswani and others, Attention is all you need, 2017; order as in Xiong and others, 2020',
  },
  params: {
    heads: int('Heads', 4, { max: 1024, help: 'Ways of looking side by side; they share the channels.' }),
    hidden: int('Hidden units', 256, { max: 1_000_000, help: 'Width between the two layers at each step.' }),
    dropout: number('Dropout', 0.1, { min: 0, max: 0.95, help: 'Share that is left out behind both halves.' }),
    activation: activation('gelu'),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  name: 'encoder',
  summary: (p) => `${p.heads} heads, ${p.hidden} hidden`,
  inside(p, [input]) {
    const channels = Number(input?.shape.at(-1) ?? p.heads);
    if (channels % p.heads !== 0) {
      return {
        code: 'shape/groups',
        param: 'heads',
        say: { count: channels, what: 'channels', groups: p.heads },
        cures: [{ title: 'Use one head', set: { heads: 1 } }],
      };
    }
    const drop = (id: string): Step[] => (p.dropout > 0 ? [[id, 'dropout', { rate: p.dropout }]] : []);
    const look: Step[] = [
      ['norm1', 'layerNorm'],
      ['attention', 'multiHeadAttention', { heads: p.heads, size: channels / p.heads }],
      ...drop('drop1'),
    ];
    const work: Step[] = [
      ['norm2', 'layerNorm'],
      ['widen', 'timeDistributed', { units: p.hidden, activation: p.activation }],
      ['narrow', 'timeDistributed', { units: channels }],
      ...drop('drop2'),
    ];
    const middle = endOf(look);
    const right = middle + endOf([['add1', 'add']]) + endOf(work);
    // The first wire into each addition is what goes round.
    const entry: PortRef[] = [
      ['norm1', 'in'],
      ['add1', 'in'],
    ];
    return {
      graph: {
        nodes: [
          ...line(0, 0, ...look),
          ...line(middle, ROW, ['add1', 'add']),
          ...line(middle + endOf([['add1', 'add']]), 0, ...work),
          ...line(right, ROW, ['add2', 'add']),
        ],
        edges: [...wires(...idsOf(look), 'add1', 'add2'), ...wires('add1', ...idsOf(work), 'add2')],
      },
      inputs: { in: entry },
      outputs: { out: ['add2', 'out'] },
    };
  },
  examples: [
    {
      inputs: [float(49, 64)],
      outputs: [float(49, 64)],
      // Normalisations of 2·64 each, 4 of 64·64 + 64, then 64·256 + 256 and 256·64 + 64.
      parameters: 49_984,
    },
    {
      inputs: [float(5, 6)],
      params: { heads: 2, hidden: 8, dropout: 0 },
      outputs: [float(5, 6)],
      // 2·2·6, 4 of 6·6 + 6, 6·8 + 8 and 8·6 + 6.
      parameters: 302,
    },
  ],
});
