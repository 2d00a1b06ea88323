import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { asSequence, cellMacs, cellWeights, runCell } from './parts/recurrent';
import { RECURRENT, recurrentShape, sequenceSizes } from './parts/recurrent-params';
import { allSteps } from './parts/window';

export default defineLayer({
  kind: 'gru',
  title: 'GRU',
  group: 'seq',
  glyph: 'lstm',
  doc: {
    summary: 'Reads a sequence step by step and remembers, with fewer gates than an LSTM.',
    formula:
      '[z, r, g] = x·W + b, [z′, r′, g′] = h·U + b′; h ← σ(z + z′)·h + (1 − σ(z + z′))·tanh(g + σ(r + r′)·g′): h what it ' +
      'gives and remembers, 0 at first. Parameters: 3·units·(in + units + 2).',
    advice:
      'For the same tasks as an LSTM, with a quarter fewer parameters; neither is better everywhere. The reset is ' +
      'applied after the product, as in Keras and cuDNN.',
    source: 'Cho and others, Learning phrase representations using RNN encoder–decoder, 2014',
  },
  params: RECURRENT,
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.units} units`,
  shape: ([x], p) => recurrentShape(x, p.gives, p.units),
  window: ([x]) => allSteps(x),
  explainShape: ([x], p) =>
    p.gives === 'sequence'
      ? `${p.units} numbers at each of ${x.shape[1]} steps`
      : `${p.units} numbers after the last step`,
  weights: ([x], p) => cellWeights('gru', sequenceSizes(x)[1], p.units),
  cost: ([x], _outputs, p) => ({ macs: cellMacs('gru', ...sequenceSizes(x), p.units) }),
  forward(ops, [x], weights, p) {
    const steps = runCell(ops, 'gru', x, weights);
    return [p.gives === 'sequence' ? asSequence(ops, steps) : (steps.at(-1) ?? x)];
  },
  examples: [
    {
      inputs: [float(3, 2)],
      params: { units: 2, gives: 'sequence' },
      outputs: [float(3, 2)],
      parameters: 36,
      macs: 72,
      numbers: {
        batch: 1,
        inputs: [[-0.5, 0.2, -0.2, 0.5, 0.1, -0.3]],
        weights: {
          kernel: [-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0, -0.4, 0.3, -0.1, -0.5],
          recurrentKernel: [-0.3, 0, 0.3, -0.1, 0.2, -0.2, 0.1, -0.3, 0, 0.3, -0.1, 0.2],
          bias: [-0.4, 0.1, -0.3, 0.2, -0.2, 0.3, -0.1, 0.4, 0, -0.4, 0.1, -0.3],
        },
        outputs: [[-0.121029, 0.090283, -0.185086, 0.050146, -0.15192, 0.143161]],
        by: 'Keras 3.15, with reset_after',
      },
    },
    { inputs: [float(4, 3)], params: { units: 2 }, outputs: [float(2)], parameters: 42 },
    // More steps than are cut at once.
    { inputs: [float(67, 1)], params: { units: 1 }, outputs: [float(1)] },
  ],
});
