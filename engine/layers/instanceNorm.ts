import { needsFloat, needsMaps } from './contract/faults';
import { defineLayer } from './contract/layer';
import { number } from './contract/params';
import { float } from './contract/spec';
import { channelWeights, groupNormalised, LEARNT } from './parts/normalising';

export default defineLayer({
  kind: 'instanceNorm',
  title: 'Instance normalisation',
  group: 'norm',
  glyph: 'layernorm',
  name: 'norm',
  doc: {
    summary: 'Brings every map of every sample to mean 0 and spread 1 by itself.',
    formula:
      'y = γ·(x − μ)/√(v + ε) + β for each map: μ and v its mean and variance (divided by n) over its places. ' +
      'Parameters: 2 a channel.',
    advice:
      'Takes the contrast out of a picture, which is what style transfer and other nets from picture to picture want. ' +
      'For telling classes apart it throws away too much.',
    source: 'Ulyanov, Vedaldi and Lempitsky, Instance normalization, 2016',
  },
  params: {
    epsilon: number('Epsilon', 1e-5, { min: 1e-8, max: 1, help: 'Keeps the division finite.', advanced: true }),
    ...LEARNT,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    return x.shape.length > 2 ? [x] : needsMaps(0, x);
  },
  weights: ([x], p) => channelWeights(Number(x.shape.at(-1)), p),
  forward: (ops, [x], weights, p) => [groupNormalised(ops, x, x.shape.at(-1) ?? 1, p.epsilon, weights)],
  examples: [
    {
      inputs: [float(1, 4, 2)],
      params: { epsilon: 0.75 },
      outputs: [float(1, 4, 2)],
      parameters: 4,
      numbers: {
        batch: 1,
        inputs: [[1, 10, 2, 10, 3, 10, 4, 10]],
        weights: { scale: [1, 1], offset: [0, 0.5] },
        outputs: [[-1.06066, 0.5, -0.353553, 0.5, 0.353553, 0.5, 1.06066, 0.5]],
        by: 'hand: mean 2.5 and variance 1.25; the second map varies not at all',
      },
    },
    { inputs: [float(5, 3, 4)], params: { scale: false, epsilon: 0.001 }, outputs: [float(5, 3, 4)], parameters: 4 },
    { inputs: [float(6, 3)], params: { epsilon: 0.001 }, outputs: [float(6, 3)], parameters: 6 },
  ],
});
