import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { asSequence, cellMacs, cellWeights, runCell } from './parts/recurrent';
import { RECURRENT, recurrentShape, sequenceSizes } from './parts/recurrent-params';
import { allSteps } from './parts/window';

export default defineLayer({
  kind: 'lstm',
  title: 'LSTM',
  group: 'seq',
  glyph: 'lstm',
  doc: {
    summary: 'Reads a sequence step by step and remembers, for a long time, what it has seen.',
    formula:
      '[i, f, g, o] = x·W + h·U + b; c ← σ(f)·c + σ(i)·tanh g; h ← σ(o)·tanh c: h what it gives, c what it remembers, both 0 ' +
      'at first. Parameters: 4·units·(in + units + 1). The bias of f begins with 1.',
    advice:
      'For series and texts where the order counts. One of 32 to 256 units is a start; where a second one follows, let ' +
      'the first give every step. Long sequences are slow: a convolution or pooling first makes them shorter.',
    source: 'Hochreiter and Schmidhuber, Long short-term memory, 1997',
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
  weights: ([x], p) => cellWeights('lstm', sequenceSizes(x)[1], p.units),
  cost: ([x], _outputs, p) => ({ macs: cellMacs('lstm', ...sequenceSizes(x), p.units) }),
  forward(ops, [x], weights, p) {
    const steps = runCell(ops, 'lstm', x, weights);
    return [p.gives === 'sequence' ? asSequence(ops, steps) : (steps.at(-1) ?? x)];
  },
  examples: [
    {
      inputs: [float(3, 2)],
      params: { units: 2, gives: 'sequence' },
      outputs: [float(3, 2)],
      parameters: 40,
      macs: 96,
      numbers: {
        batch: 1,
        inputs: [[-0.5, 0.2, -0.2, 0.5, 0.1, -0.3]],
        weights: {
          kernel: [-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0, -0.4, 0.3, -0.1, -0.5, 0.2, -0.2, 0.5, 0.1],
          recurrentKernel: [-0.3, 0, 0.3, -0.1, 0.2, -0.2, 0.1, -0.3, 0, 0.3, -0.1, 0.2, -0.2, 0.1, -0.3, 0],
          bias: [-0.4, 0.1, -0.3, 0.2, -0.2, 0.3, -0.1, 0.4],
        },
        outputs: [[-0.041136, 0.119148, -0.048392, 0.148625, -0.068673, 0.187661]],
        by: 'Keras 3.15',
      },
    },
    { inputs: [float(4, 3)], params: { units: 2 }, outputs: [float(2)], parameters: 48 },
    { inputs: [float(1, 3)], params: { units: 1 }, outputs: [float(1)] },
  ],
});
