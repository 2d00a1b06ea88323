import { needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { int, number } from './contract/params';
import { float } from './contract/spec';
import { channelWeights, groupNormalised, LEARNT } from './parts/normalising';

/** The largest number up to `most` that divides `count`. */
const divisor = (count: number, most: number): number => {
  for (let groups = Math.min(count, most); groups > 1; groups--) if (count % groups === 0) return groups;
  return 1;
};

export default defineLayer({
  kind: 'groupNorm',
  title: 'Group normalisation',
  group: 'norm',
  glyph: 'layernorm',
  name: 'norm',
  doc: {
    summary: 'Cuts the channels into groups and brings each group of a sample to mean 0 and spread 1.',
    formula:
      'y = γ·(x − μ)/√(v + ε) + β: μ and v the mean and the variance (divided by n) of a group of channels over all ' +
      'places of the sample, γ and β for each channel. Parameters: 2 a channel.',
    advice:
      'Where batches are small, as with large pictures, it takes the place of batch normalisation. One group ' +
      'normalises the whole sample; as many groups as channels are instance normalisation.',
    source: 'Wu and He, Group normalization, 2018',
  },
  params: {
    groups: int('Groups', 32, { max: 1_000_000, help: 'How many parts the channels are cut into.' }),
    epsilon: number('Epsilon', 1e-3, { min: 1e-8, max: 1, help: 'Keeps the division finite.', advanced: true }),
    ...LEARNT,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.groups} ${p.groups === 1 ? 'group' : 'groups'}`,
  shape([x], { groups }) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (x.shape.length < 2) return needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
    const channels = Number(x.shape.at(-1));
    if (channels % groups === 0) return [x];
    const best = divisor(channels, groups);
    return {
      code: 'shape/groups',
      param: 'groups',
      say: { count: channels, what: 'channels', groups },
      cures: [{ title: `Set the groups to ${best}`, set: { groups: best } }],
    };
  },
  weights: ([x], p) => channelWeights(Number(x.shape.at(-1)), p),
  forward: (ops, [x], weights, p) => [groupNormalised(ops, x, p.groups, p.epsilon, weights)],
  examples: [
    {
      inputs: [float(1, 2, 4)],
      params: { groups: 2, epsilon: 0.75 },
      outputs: [float(1, 2, 4)],
      parameters: 8,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 10, 10, 3, 4, 10, 10]],
        weights: { scale: [1, 2, 1, 1], offset: [0, 0, 0.5, 0] },
        outputs: [[-1.06066, -Math.SQRT1_2, 0.5, 0, 0.353553, 2.12132, 0.5, 0]],
        by: 'hand: the first group has mean 2.5 and variance 1.25, the second varies not at all',
      },
    },
    { inputs: [float(6)], params: { groups: 3 }, outputs: [float(6)], parameters: 12 },
    { inputs: [float(4, 4, 64)], outputs: [float(4, 4, 64)], parameters: 128 },
  ],
});
