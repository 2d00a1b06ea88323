import { needsFloat, needsMaps } from './contract/faults';
import { defineLayer } from './contract/layer';
import { number } from './contract/params';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'spatialDropout',
  title: 'Spatial dropout',
  group: 'reg',
  glyph: 'dropout',
  batchwise: true,
  name: 'dropout',
  doc: {
    summary: 'Silences whole maps at random at every training step, not single values.',
    formula:
      'In training y[·, c] = x[·, c]·m[c] / (1 − rate): m is 0 with probability rate, else 1, one for each map of each ' +
      'sample. Otherwise y = x. No parameters.',
    advice:
      'Neighbouring values of a map say much the same, so that dropping single ones hides little. Use it between ' +
      'convolutions, with a rate of 0.1 to 0.3; of a sequence it silences whole features.',
    source:
      'Tompson, Goroshin, Jain, LeCun and Bregler, Efficient object localization using convolutional networks, 2015',
  },
  params: { rate: number('Rate', 0.2, { min: 0, max: 0.99, help: 'Share of the maps that is silenced.' }) },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `rate ${p.rate}`,
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    return x.shape.length > 2 ? [x] : needsMaps(0, x);
  },
  forward(ops, [x], _weights, p, { training, random }) {
    if (!training || p.rate === 0) return [x];
    const places = x.shape.slice(1, -1).map(() => 1);
    const one = ops.slice(
      x,
      x.shape.map(() => 0),
      [x.shape[0] ?? 1, ...places, x.shape.at(-1) ?? 1],
    );
    return [ops.mul(x, ops.dropout(ops.onesLike(one), p.rate, random))];
  },
  examples: [
    {
      inputs: [float(1, 2, 2)],
      outputs: [float(1, 2, 2)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        outputs: [[1, 2, 3, 4]],
        by: 'hand: nothing is dropped outside training',
      },
    },
    { inputs: [float(3, 3, 8)], params: { rate: 0.5 }, outputs: [float(3, 3, 8)] },
    { inputs: [float(5, 6)], params: { rate: 0 }, outputs: [float(5, 6)] },
  ],
});
