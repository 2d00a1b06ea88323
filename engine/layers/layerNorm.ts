import { needsFloat, needsVector } from './contract/faults';
import { defineLayer, type WeightSpec } from './contract/layer';
import { choice, number } from './contract/params';
import { float, sampleShape } from './contract/spec';
import { LEARNT, normalised } from './parts/normalising';

export default defineLayer({
  kind: 'layerNorm',
  title: 'Layer normalisation',
  group: 'norm',
  glyph: 'layernorm',
  name: 'norm',
  doc: {
    summary: 'Brings the numbers of each sample to mean 0 and spread 1 by themselves, whatever else is in the batch.',
    formula:
      'y = γ·(x − μ)/√(v + ε) + β: μ and v the mean and the variance (divided by n) over the channels at each place, or ' +
      'over the whole sample. Parameters: a scale and an offset for each value that is normalised together.',
    advice:
      'The normalisation of transformers and of recurrent nets: it does the same in training and afterwards and does ' +
      'not mind small batches. In nets of convolutions batch normalisation usually learns faster.',
    source: 'Ba, Kiros and Hinton, Layer normalization, 2016',
  },
  params: {
    over: choice(
      'Over',
      [
        { value: 'channels', title: 'Channels' },
        { value: 'sample', title: 'Sample' },
      ],
      'channels',
      { help: 'Channels: each place by itself, as in transformers. Sample: all values of a sample together.' },
    ),
    epsilon: number('Epsilon', 1e-3, { min: 1e-8, max: 1, help: 'Keeps the division finite.', advanced: true }),
    ...LEARNT,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => (p.over === 'sample' ? 'whole sample' : 'channels'),
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    return x.shape.length > 1 ? [x] : needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
  },
  weights([x], p) {
    const shape = p.over === 'sample' ? sampleShape(x) : [Number(x.shape.at(-1))];
    const scale: WeightSpec = { shape, init: 'ones', role: 'scale' };
    const offset: WeightSpec = { shape, init: 'zeros', role: 'bias' };
    return { ...(p.scale && { scale }), ...(p.offset && { offset }) };
  },
  forward(ops, [x], weights, p) {
    const axes = p.over === 'sample' ? x.shape.slice(1).map((_, i) => i + 1) : [x.rank - 1];
    const y = normalised(ops, x, axes, p.epsilon);
    const scaled = weights.scale ? ops.mul(y, weights.scale) : y;
    return [weights.offset ? ops.add(scaled, weights.offset) : scaled];
  },
  examples: [
    {
      inputs: [float(4)],
      params: { epsilon: 0.75 },
      outputs: [float(4)],
      parameters: 8,
      numbers: {
        batch: 2,
        inputs: [[1, 2, 3, 4, 5, 5, 5, 5]],
        weights: { scale: [1, 1, 2, 1], offset: [0, 0, 0, 1] },
        outputs: [[-1.06066, -0.353553, Math.SQRT1_2, 2.06066, 0, 0, 0, 1]],
        by: 'hand: mean 2.5, variance 1.25, so that the divisor is √2',
      },
    },
    {
      inputs: [float(2, 2)],
      params: { over: 'sample', epsilon: 0.75, scale: false, offset: false },
      outputs: [float(2, 2)],
      parameters: 0,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        outputs: [[-1.06066, -0.353553, 0.353553, 1.06066]],
        by: 'hand, as above over the whole sample',
      },
    },
    { inputs: [float(3, 4, 6)], outputs: [float(3, 4, 6)], parameters: 12 },
    { inputs: [float(3, 4, 6)], params: { over: 'sample' }, outputs: [float(3, 4, 6)], parameters: 144 },
  ],
});
