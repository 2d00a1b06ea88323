import { needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { choice, number } from './contract/params';
import { float, sampleShape } from './contract/spec';

export default defineLayer({
  kind: 'prelu',
  title: 'PReLU',
  group: 'act',
  glyph: 'relu',
  name: 'prelu',
  doc: {
    summary: 'A ReLU that learns how much of the negative side it lets through.',
    formula:
      'y = max(x, 0) + a·min(x, 0): a learnt for each channel, for each value, or one for all. Parameters: as many as ' +
      'there are a’s.',
    advice:
      'Behind convolutions in place of ReLU where units die, that is, give nothing but 0. It starts as a leaky ReLU ' +
      'with the slope 0.25, the paper’s and PyTorch’s; Keras starts from 0.',
    source: 'He, Zhang, Ren and Sun, Delving deep into rectifiers, 2015',
  },
  params: {
    share: choice(
      'A slope for each',
      [
        { value: 'channel', title: 'Channel' },
        { value: 'value', title: 'Value' },
        { value: 'all', title: 'One for all' },
      ],
      'channel',
    ),
    start: number('Start', 0.25, { min: -1, max: 1, help: 'The slope that it begins with.', advanced: true }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => (p.share === 'all' ? 'one slope' : `a slope for each ${p.share}`),
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    return x.shape.length > 1 ? [x] : needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
  },
  weights([x], p) {
    const shape = { channel: [Number(x.shape.at(-1))], value: sampleShape(x), all: [1] }[p.share];
    return { slope: { shape, init: { constant: p.start }, role: 'scale' } };
  },
  forward(ops, [x], { slope }) {
    const zero = ops.scalar(0);
    return [ops.add(ops.maximum(x, zero), ops.mul(slope, ops.minimum(x, zero)))];
  },
  examples: [
    {
      inputs: [float(1, 2, 2)],
      outputs: [float(1, 2, 2)],
      parameters: 2,
      numbers: {
        batch: 1,
        inputs: [[1, -2, -3, 4]],
        weights: { slope: [0.25, -0.5] },
        outputs: [[1, 1, -0.75, 4]],
        by: 'hand',
      },
    },
    { inputs: [float(3, 2)], params: { share: 'value' }, outputs: [float(3, 2)], parameters: 6 },
    { inputs: [float(6)], params: { share: 'all', start: 0 }, outputs: [float(6)], parameters: 1 },
  ],
});
