import { needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { choice, number } from './contract/params';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'scale',
  title: 'Scale',
  group: 'norm',
  glyph: 'multiply',
  doc: {
    summary: 'Multiplies every value by a number, given or learnt.',
    formula:
      'y = f·x: f the factor, as it is given, or learnt from there on, one for all or one for each channel. ' +
      'Parameters: none, 1, or 1 a channel.',
    advice:
      'A fixed one brings values into a range, such as a residual branch to a tenth. A learnt one stands behind ' +
      'L2 normalise, where features of several depths are put together: begin with 20 there.',
    source: 'Liu, Rabinovich and Berg, ParseNet, 2015',
  },
  params: {
    factor: number('Factor', 1, { help: 'What every value is multiplied by, or what learning starts from.' }),
    learnt: choice(
      'Learnt',
      [
        { value: 'no', title: 'No' },
        { value: 'one', title: 'One for all' },
        { value: 'channel', title: 'One a channel' },
      ],
      'no',
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => (p.learnt === 'no' ? `× ${p.factor}` : `× ${p.factor}, learnt`),
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (p.learnt !== 'channel' || x.shape.length > 1) return [x];
    return needsVector(0, x, [
      { title: 'Insert Flatten', insert: { kind: 'flatten' } },
      { title: 'Learn one factor', set: { learnt: 'one' } },
    ]);
  },
  weights([x], p) {
    const shape = p.learnt === 'channel' ? [Number(x.shape.at(-1))] : [];
    return { ...(p.learnt !== 'no' && { factor: { shape, init: { constant: p.factor }, role: 'scale' } }) };
  },
  forward: (ops, [x], { factor }, p) => [ops.mul(x, factor ?? ops.scalar(p.factor))],
  examples: [
    {
      inputs: [float(3)],
      params: { factor: 2 },
      outputs: [float(3)],
      parameters: 0,
      numbers: { batch: 1, inputs: [[1, -2, 0.5]], outputs: [[2, -4, 1]], by: 'hand' },
    },
    {
      inputs: [float(1, 2, 2)],
      params: { factor: 20, learnt: 'channel' },
      outputs: [float(1, 2, 2)],
      parameters: 2,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        weights: { factor: [10, -1] },
        outputs: [[10, -2, 30, -4]],
        by: 'hand',
      },
    },
    { inputs: [float(4, 3)], params: { learnt: 'one' }, outputs: [float(4, 3)], parameters: 1 },
  ],
});
