import { needsFloat, needsSequence } from './contract/faults';
import { defineLayer } from './contract/layer';
import { choice } from './contract/params';
import { float } from './contract/spec';
import { positions } from './parts/positions';

export default defineLayer({
  kind: 'positionalEncoding',
  title: 'Positional encoding',
  group: 'seq',
  glyph: 'sigmoid',
  name: 'positions',
  doc: {
    summary: 'Adds to every step a pattern that says which one it is.',
    formula:
      'y[k] = x[k] + P[k]: P[k, 2i] = sin(k / 10000^(2i/C)), P[k, 2i + 1] = cos(k / 10000^(2i/C)), or a learnt table ' +
      '[L, C]. Parameters: none, or L·C.',
    advice:
      'Attention takes no account of order; this puts it in. The waves need no learning; a learnt table is as good ' +
      'where all sequences have one length, as the patches of pictures have.',
    source: 'Vaswani and others, Attention is all you need, 2017, section 3.5',
  },
  params: {
    by: choice(
      'Pattern',
      [
        { value: 'waves', title: 'Waves' },
        { value: 'learnt', title: 'Learnt' },
      ],
      'waves',
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => p.by,
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    return x.shape.length === 3 ? [x] : needsSequence(0, x);
  },
  weights([x], p) {
    const shape = [Number(x.shape[1]), Number(x.shape[2])];
    return { ...(p.by === 'learnt' && { table: { shape, init: 'randomNormal', role: 'bias' } }) };
  },
  forward(ops, [x], { table }) {
    const [, steps = 1, channels = 1] = x.shape;
    return [ops.add(x, table ?? ops.constant(positions(steps, channels), [1, steps, channels]))];
  },
  examples: [
    {
      inputs: [float(2, 3)],
      outputs: [float(2, 3)],
      parameters: 0,
      numbers: {
        batch: 1,
        inputs: [[0, 0, 0, 1, 1, 1]],
        outputs: [[0, 1, 0, 1.841471, 1.540302, 1.002154]],
        by: 'hand: sin 0, cos 0, sin 0; 1 + sin 1, 1 + cos 1, 1 + sin 10000^(−2/3)',
      },
    },
    { inputs: [float(4, 2)], params: { by: 'learnt' }, outputs: [float(4, 2)], parameters: 8 },
    { inputs: [float(10, 8)], outputs: [float(10, 8)] },
  ],
});
