import { needsFloat } from './contract/faults';
import { defineLayer } from './contract/layer';
import { number } from './contract/params';
import { float } from './contract/spec';
import { normalNumbers } from './parts/noise';

export default defineLayer({
  kind: 'gaussianNoise',
  title: 'Gaussian noise',
  group: 'reg',
  glyph: 'noise',
  batchwise: true,
  name: 'noise',
  doc: {
    summary: 'Adds a random number to every value at every training step, so that the net learns not to mind.',
    formula: 'In training y = x + σ·n: n normal with mean 0 and spread 1. Otherwise y = x. No parameters.',
    advice:
      'Put it behind an input whose values are about 1, with a spread of 0.1 or so, when there are few samples. A net ' +
      'that shall take noise away (a denoising autoencoder) gets it before its encoder.',
    source: 'Bishop, Training with noise is equivalent to Tikhonov regularization, 1995',
  },
  params: { deviation: number('Spread', 0.1, { min: 0, max: 1e6, help: 'Standard deviation of what is added.' }) },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `spread ${p.deviation}`,
  shape: ([x]) => (x.dtype === 'float32' ? [x] : needsFloat(0, x)),
  forward(ops, [x], _weights, p, { training, random }) {
    if (!training || p.deviation === 0) return [x];
    return [ops.add(x, ops.mul(normalNumbers(ops, x.shape, random), ops.scalar(p.deviation)))];
  },
  examples: [
    {
      inputs: [float(4)],
      outputs: [float(4)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        outputs: [[1, 2, 3, 4]],
        by: 'hand: nothing is added outside training',
      },
    },
    { inputs: [float(5, 5, 3)], params: { deviation: 1 }, outputs: [float(5, 5, 3)] },
  ],
});
