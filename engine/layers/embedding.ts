import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { int } from './contract/params';
import { float, type Spec, sampleShape } from './contract/spec';

const tokens = (...shape: number[]): Spec => ({ shape: [null, ...shape], dtype: 'int32' });
const needsTokens: Fault = { code: 'shape/needs-tokens', input: 0 };

export default defineLayer({
  kind: 'embedding',
  title: 'Embedding',
  group: 'seq',
  glyph: 'embedding',
  doc: {
    summary: 'Gives each word or class number a learnt vector.',
    formula: 'y[k] = E[x[k]]: x the numbers from 0 on, E a table [vocabulary, size]. Parameters: vocabulary · size.',
    advice:
      'The first layer over words, letters, players or products: what is used alike comes to lie close together. The ' +
      'vocabulary is one more than the largest number; larger numbers count as the last, negative ones as 0.',
    source: 'Bengio, Ducharme, Vincent and Jauvin, A neural probabilistic language model, 2003',
  },
  params: {
    vocabulary: int('Vocabulary', 1000, { help: 'How many different numbers there are.' }),
    size: int('Size', 32, { max: 1_000_000, help: 'Length of each vector.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.vocabulary} × ${p.size}`,
  shape: ([x], p) => (x.dtype === 'int32' ? [float(...sampleShape(x), p.size)] : needsTokens),
  weights: (_inputs, p) => ({ kernel: { shape: [p.vocabulary, p.size], init: 'randomNormal', role: 'kernel' } }),
  forward(ops, [x], { kernel }, p) {
    const low = ops.constant([0], [], 'int32');
    const high = ops.constant([p.vocabulary - 1], [], 'int32');
    const rows = ops.reshape(ops.minimum(ops.maximum(x, low), high), [x.size]);
    return [ops.reshape(ops.gather(kernel, rows, 0), [...x.shape, p.size])];
  },
  examples: [
    {
      inputs: [tokens(3)],
      params: { vocabulary: 3, size: 2 },
      outputs: [float(3, 2)],
      parameters: 6,
      numbers: {
        batch: 1,
        inputs: [[2, 0, 9]],
        weights: { kernel: [1, 2, 3, 4, 5, 6] },
        outputs: [[5, 6, 1, 2, 5, 6]],
        by: 'hand: 9 counts as 2',
      },
    },
    { inputs: [tokens()], params: { vocabulary: 10, size: 4 }, outputs: [float(4)], parameters: 40 },
  ],
});
