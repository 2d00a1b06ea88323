import { defineLayer } from './contract/layer';
import { choice } from './contract/params';
import { float } from './contract/spec';
import { asSequence, type Cell, cellMacs, cellWeights, runCell } from './parts/recurrent';
import { RECURRENT, recurrentShape, sequenceSizes } from './parts/recurrent-params';
import { allSteps } from './parts/window';

const widthOf = ({ units, merge }: { units: number; merge: string }): number =>
  merge === 'concatenate' ? 2 * units : units;

export default defineLayer({
  kind: 'bidirectional',
  title: 'Bidirectional',
  group: 'seq',
  glyph: 'lstm',
  doc: {
    summary: 'Reads a sequence from both ends, so that every step knows what came before and what comes after.',
    formula:
      'y = [→h, ←h] or →h + ←h: two LSTMs or GRUs with weights of their own, the second from the last step to the ' +
      'first. As last steps they give what each ended with. Parameters: twice those of one.',
    advice:
      'Where the whole sequence is there at once: beats in a piece of music, words in a sentence. Not where the next ' +
      'step is to be foretold.',
    source: 'Schuster and Paliwal, Bidirectional recurrent neural networks, 1997',
  },
  params: {
    cell: choice<Cell>(
      'Cell',
      [
        { value: 'lstm', title: 'LSTM' },
        { value: 'gru', title: 'GRU' },
      ],
      'lstm',
    ),
    ...RECURRENT,
    merge: choice(
      'Joined by',
      [
        { value: 'concatenate', title: 'Side by side' },
        { value: 'add', title: 'Sum' },
      ],
      'concatenate',
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.cell === 'lstm' ? 'LSTM' : 'GRU'}, 2 × ${p.units} units`,
  shape: ([x], p) => recurrentShape(x, p.gives, widthOf(p)),
  window: ([x]) => allSteps(x),
  weights([x], p) {
    const own = cellWeights(p.cell, sequenceSizes(x)[1], p.units);
    return {
      kernel: own.kernel,
      recurrentKernel: own.recurrentKernel,
      bias: own.bias,
      backwardKernel: own.kernel,
      backwardRecurrentKernel: own.recurrentKernel,
      backwardBias: own.bias,
    };
  },
  cost: ([x], _outputs, p) => ({
    macs: 2 * cellMacs(p.cell, ...sequenceSizes(x), p.units),
  }),
  forward(ops, [x], weights, p) {
    const { backwardKernel, backwardRecurrentKernel, backwardBias, ...forwards } = weights;
    const backwards = { kernel: backwardKernel, recurrentKernel: backwardRecurrentKernel, bias: backwardBias };
    const there = runCell(ops, p.cell, x, forwards);
    const back = runCell(ops, p.cell, x, backwards, true);
    const [a, b] =
      p.gives === 'sequence' ? [asSequence(ops, there), asSequence(ops, back)] : [there.at(-1) ?? x, back[0] ?? x];
    return [p.merge === 'add' ? ops.add(a, b) : ops.concat([a, b], a.rank - 1)];
  },
  examples: [
    {
      inputs: [float(3, 2)],
      params: { units: 1, gives: 'sequence' },
      outputs: [float(3, 2)],
      parameters: 32,
      macs: 72,
      numbers: {
        batch: 1,
        inputs: [[-0.5, 0.2, -0.2, 0.5, 0.1, -0.3]],
        weights: {
          kernel: [-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0],
          recurrentKernel: [-0.5, 0.1, -0.4, 0.2],
          bias: [-0.5, 0, 0.5, -0.1],
          backwardKernel: [-0.5, -0.1, 0.3, -0.4, 0, 0.4, -0.3, 0.1],
          backwardRecurrentKernel: [-0.5, -0.2, 0.1, 0.4],
          backwardBias: [-0.5, -0.3, -0.1, 0.1],
        },
        outputs: [[0.105854, -0.107789, 0.157516, -0.064829, 0.139811, 0.003713]],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(3, 2)],
      params: { units: 1 },
      outputs: [float(2)],
      numbers: {
        batch: 1,
        inputs: [[-0.5, 0.2, -0.2, 0.5, 0.1, -0.3]],
        weights: {
          kernel: [-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0],
          recurrentKernel: [-0.5, 0.1, -0.4, 0.2],
          bias: [-0.5, 0, 0.5, -0.1],
          backwardKernel: [-0.5, -0.1, 0.3, -0.4, 0, 0.4, -0.3, 0.1],
          backwardRecurrentKernel: [-0.5, -0.2, 0.1, 0.4],
          backwardBias: [-0.5, -0.3, -0.1, 0.1],
        },
        outputs: [[0.139811, -0.107789]],
        by: 'Keras 3.15',
      },
    },
    { inputs: [float(3, 2)], params: { cell: 'gru', units: 2, merge: 'add' }, outputs: [float(2)], parameters: 72 },
  ],
});
