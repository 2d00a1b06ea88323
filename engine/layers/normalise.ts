import standardise from '../prepare/standardise';
import { inFull, needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { numbers } from './contract/params';
import { float } from './contract/spec';

/** The preparation standardise with statistics that are given: one piece of code for both. */
export default defineLayer({
  kind: 'normalise',
  title: 'Normalise by statistics',
  group: 'norm',
  glyph: 'numbers',
  name: 'normalise',
  doc: {
    summary: 'Takes a known mean off each channel and divides by a known spread.',
    formula: 'y[·, c] = (x[·, c] − μ[c])/σ[c]: one μ and σ for each channel, or one for all. No parameters.',
    advice:
      'For nets that were trained with numbers of their own, such as the means and spreads of ImageNet’s colours. For ' +
      'data of your own let Standardise in the Data view measure them.',
  },
  params: {
    mean: numbers('Mean', [0], { help: 'One for each channel, or one for all.' }),
    deviation: numbers('Spread', [1], {
      min: 1e-12,
      help: 'Standard deviations: one for each channel, or one for all.',
    }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `mean ${p.mean.join(', ')}`,
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (x.shape.length < 2) return needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
    const channels = Number(x.shape.at(-1));
    for (const [param, values, start] of [
      ['mean', p.mean, 0],
      ['deviation', p.deviation, 1],
    ] as const) {
      if (values.length === 1 || values.length === channels) continue;
      return {
        code: 'param/values',
        param,
        say: { got: values.length, expected: channels },
        cures: [
          ...inFull(`Give ${channels} values`, param, channels, (c) => values[c] ?? values[0] ?? start),
          { title: 'Use one for all', set: { [param]: [values[0] ?? start] } },
        ],
      };
    }
    return [x];
  },
  forward(ops, [x], _weights, { mean, deviation }) {
    const channels = Math.max(mean.length, deviation.length);
    const each = (values: readonly number[]) => Array.from({ length: channels }, (_, c) => values[c] ?? values[0] ?? 0);
    return [standardise.forward(ops, x, {}, { mean: each(mean), deviation: each(deviation) })];
  },
  examples: [
    {
      inputs: [float(1, 2, 2)],
      params: { mean: [1, 10], deviation: [2, 5] },
      outputs: [float(1, 2, 2)],
      numbers: { batch: 1, inputs: [[1, 10, 5, 0]], outputs: [[0, 0, 2, -2]], by: 'hand' },
    },
    {
      inputs: [float(3)],
      params: { mean: [1], deviation: [1, 2, 4] },
      outputs: [float(3)],
      numbers: { batch: 1, inputs: [[2, 2, 2]], outputs: [[1, 0.5, 0.25]], by: 'hand' },
    },
    { inputs: [float(3)], outputs: [float(3)] },
  ],
});
