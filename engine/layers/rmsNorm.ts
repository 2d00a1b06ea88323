import { needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { number } from './contract/params';
import { float } from './contract/spec';
import { channelWeights, LEARNT } from './parts/normalising';

export default defineLayer({
  kind: 'rmsNorm',
  title: 'RMS normalisation',
  group: 'norm',
  glyph: 'layernorm',
  name: 'norm',
  doc: {
    summary: 'Divides the numbers of each place by the root of the mean of their squares.',
    formula: 'y = γ·x/√(m + ε): m the mean of x² over the channels at each place. Parameters: a scale a channel.',
    advice:
      'Does for transformers what layer normalisation does, at less cost, as it takes no mean off: most large language ' +
      'models use it. Put it before attention and before the dense layers.',
    source: 'Zhang and Sennrich, Root mean square layer normalization, 2019',
  },
  params: {
    epsilon: number('Epsilon', 1e-6, { min: 1e-8, max: 1, help: 'Keeps the division finite.', advanced: true }),
    scale: LEARNT.scale,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    return x.shape.length > 1 ? [x] : needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
  },
  weights: ([x], p) => channelWeights(Number(x.shape.at(-1)), { scale: p.scale, offset: false }),
  forward(ops, [x], { scale }, p) {
    const squares = ops.mean(ops.square(x), x.rank - 1, true);
    const y = ops.div(x, ops.sqrt(ops.add(squares, ops.scalar(p.epsilon))));
    return [scale ? ops.mul(y, scale) : y];
  },
  examples: [
    {
      inputs: [float(4)],
      params: { epsilon: 0.5 },
      outputs: [float(4)],
      parameters: 4,
      numbers: {
        batch: 2,
        inputs: [[1, -2, 3, 4, 0, 0, 0, 0]],
        weights: { scale: [1, 1, 2, 1] },
        outputs: [[0.353553, -Math.SQRT1_2, 2.12132, Math.SQRT2, 0, 0, 0, 0]],
        by: 'hand: the squares have the mean 7.5, so that the divisor is √8',
      },
    },
    { inputs: [float(3, 2, 6)], params: { scale: false, epsilon: 0.001 }, outputs: [float(3, 2, 6)], parameters: 0 },
    { inputs: [float(10, 64)], outputs: [float(10, 64)], parameters: 64 },
  ],
});
