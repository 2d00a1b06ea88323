import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { ints } from './contract/params';
import { float, type Spec, sampleShape, shapeText } from './contract/spec';

/** Axes of a sample, from 1, each once. */
function permuted(x: Spec, axes: readonly number[]): readonly number[] | Fault {
  const sizes = sampleShape(x);
  const wanted = sizes.map((_, i) => i + 1);
  if ([...axes].sort((a, b) => a - b).join() === wanted.join()) return axes.map((axis) => sizes[axis - 1] as number);
  return {
    code: 'shape/axes',
    param: 'axes',
    input: 0,
    got: shapeText(x),
    say: { expected: wanted.join(', ') || 'none', got: axes.join(', ') || 'none' },
    cures: [{ title: 'Turn the order round', set: { axes: wanted.reverse() } }],
  };
}

export default defineLayer({
  kind: 'permute',
  title: 'Permute',
  group: 'shape',
  glyph: 'permute',
  doc: {
    summary: 'Gives the axes of a sample another order, as a table whose rows become columns.',
    formula: 'y[i₂, i₁, …] = x[i₁, i₂, …]: axis k of the result is the axis of the input that stands k-th in the list.',
    advice:
      'Turns a sequence of features into features of a sequence, or brings channels to the last place, where all layers ' +
      'expect them. Axes count from 1, as in Keras; the batch is not among them.',
  },
  params: {
    axes: ints('Axes', [2, 1], {
      max: 6,
      lengths: [1, 2, 3, 4, 5, 6],
      help: 'Which axis of the input comes 1st, 2nd, …',
    }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => p.axes.join(', '),
  shape([x], p) {
    const sizes = permuted(x, p.axes);
    return 'code' in sizes ? sizes : [{ shape: [null, ...sizes], dtype: x.dtype }];
  },
  forward: (ops, [x], _weights, p) => [ops.transpose(x, [0, ...p.axes])],
  examples: [
    {
      inputs: [float(2, 3)],
      outputs: [float(3, 2)],
      numbers: { batch: 1, inputs: [[1, 2, 3, 4, 5, 6]], outputs: [[1, 4, 2, 5, 3, 6]], by: 'hand' },
    },
    { inputs: [float(4, 5, 3)], params: { axes: [3, 1, 2] }, outputs: [float(3, 4, 5)] },
    {
      inputs: [{ shape: [null, 2, 2], dtype: 'int32' }],
      params: { axes: [1, 2] },
      outputs: [{ shape: [null, 2, 2], dtype: 'int32' }],
    },
  ],
});
