import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { int } from './contract/params';
import { float, type Spec, sampleShape } from './contract/spec';

const classes = (...shape: number[]): Spec => ({ shape: [null, ...shape], dtype: 'int32' });
const needsTokens: Fault = { code: 'shape/needs-tokens', input: 0 };

export default defineLayer({
  kind: 'oneHot',
  title: 'One-hot',
  group: 'shape',
  glyph: 'numbers',
  doc: {
    summary: 'Makes a row of zeros with a single 1 of each class number.',
    formula: 'y[k, j] = 1 where j = x[k], else 0, for j from 0 to depth − 1. No parameters.',
    advice:
      'For a few classes that go into the net, such as the day of the week. With many, an embedding is smaller and ' +
      'learns which are alike. A number outside the depth gives only zeros.',
  },
  params: { depth: int('Depth', 10, { max: 1_000_000, help: 'How many classes there are.' }) },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.depth} classes`,
  shape: ([x], p) => (x.dtype === 'int32' ? [float(...sampleShape(x), p.depth)] : needsTokens),
  forward: (ops, [x], _weights, p) => [ops.oneHot(x, p.depth)],
  examples: [
    {
      inputs: [classes(2)],
      params: { depth: 3 },
      outputs: [float(2, 3)],
      numbers: { batch: 1, inputs: [[2, 0]], outputs: [[0, 0, 1, 1, 0, 0]], by: 'hand' },
    },
    { inputs: [classes()], params: { depth: 7 }, outputs: [float(7)] },
  ],
});
