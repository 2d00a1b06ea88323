import { needsFloat } from './contract/faults';
import { defineLayer } from './contract/layer';
import { number } from './contract/params';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'dropout',
  title: 'Dropout',
  group: 'reg',
  glyph: 'dropout',
  batchwise: true,
  doc: {
    summary: 'Silences a random share of the numbers at every training step, so that no unit is relied on alone.',
    formula: 'In training y = x·m / (1 − rate): m is 0 with probability rate, else 1. Otherwise y = x. No parameters.',
    advice:
      'Use 0.5 between large dense layers, 0.1 to 0.3 elsewhere, when the training loss falls but the validation loss ' +
      'does not. Beside batch normalisation it is rarely needed.',
    source: 'Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout, 2014',
  },
  params: { rate: number('Rate', 0.5, { min: 0, max: 0.99, help: 'Share of the numbers that is silenced.' }) },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `rate ${p.rate}`,
  shape: ([x]) => (x.dtype === 'float32' ? [x] : needsFloat(0, x)),
  forward: (ops, [x], _weights, p, { training, random }) => [
    training && p.rate > 0 ? ops.dropout(x, p.rate, random) : x,
  ],
  examples: [
    {
      inputs: [float(4)],
      outputs: [float(4)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        outputs: [[1, 2, 3, 4]],
        by: 'hand: nothing is dropped outside training',
      },
    },
    { inputs: [float(5, 5, 3)], params: { rate: 0.25 }, outputs: [float(5, 5, 3)] },
    { inputs: [float(100)], params: { rate: 0 }, outputs: [float(100)] },
  ],
});
