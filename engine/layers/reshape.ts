import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { AXES_OF_A_SAMPLE, ints } from './contract/params';
import { float, type Spec, sampleSize, shapeText } from './contract/spec';

/** The sizes with -1 worked out, or what does not fit. */
function sizesFor(x: Spec, shape: readonly number[]): readonly number[] | Fault {
  const total = sampleSize(x);
  const free = shape.filter((size) => size === -1).length;
  if (free > 1) return { code: 'shape/two-free', param: 'shape' };
  const fixed = shape.filter((size) => size !== -1).reduce((a, b) => a * b, 1);
  const sizes = free ? shape.map((size) => (size === -1 ? total / fixed : size)) : shape;
  if (free ? fixed > 0 && total % fixed === 0 : fixed === total) return sizes;
  const text = shape.map((size) => (size === -1 ? '?' : size)).join('×') || '1';
  return {
    code: 'shape/size-differs',
    param: 'shape',
    input: 0,
    expected: text,
    got: shapeText(x),
    say: { count: total, got: shapeText(x), expected: text },
    cures: [{ title: 'Lay all values in one row', set: { shape: [-1] } }],
  };
}

export default defineLayer({
  kind: 'reshape',
  title: 'Reshape',
  group: 'shape',
  glyph: 'reshape',
  doc: {
    summary: 'Gives the values of a sample other axes, in the same order.',
    formula: 'out = the same values, channels fastest, cut into the given sizes; one size may be -1 and follows.',
    advice:
      'Use it to make maps of a vector, such as 784 numbers into a picture of 28×28×1, or a sequence of rows. It does ' +
      'not turn or swap anything.',
  },
  params: {
    shape: ints('Shape', [-1], {
      min: -1,
      lengths: AXES_OF_A_SAMPLE,
      help: 'Sizes of one sample, channels last; -1 for one that follows.',
    }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => p.shape.map((size) => (size === -1 ? '?' : size)).join('×'),
  shape([x], p) {
    const sizes = sizesFor(x, p.shape);
    return 'code' in sizes ? sizes : [{ shape: [null, ...sizes], dtype: x.dtype }];
  },
  explainShape: ([x]) => `${shapeText(x).replaceAll('×', ' · ')} = ${sampleSize(x)} values`,
  forward(ops, [x], _weights, p) {
    const sample = x.shape.slice(1);
    const sizes = sizesFor({ shape: [null, ...sample], dtype: 'float32' }, p.shape);
    return [ops.reshape(x, [x.shape[0] ?? 1, ...('code' in sizes ? sample : sizes)])];
  },
  examples: [
    {
      inputs: [float(4)],
      params: { shape: [2, 2, 1] },
      outputs: [float(2, 2, 1)],
      numbers: { batch: 2, inputs: [[1, 2, 3, 4, 5, 6, 7, 8]], outputs: [[1, 2, 3, 4, 5, 6, 7, 8]], by: 'hand' },
    },
    { inputs: [float(784)], params: { shape: [28, -1, 1] }, outputs: [float(28, 28, 1)] },
    { inputs: [float(4, 4, 3)], outputs: [float(48)] },
    { inputs: [float(1)], params: { shape: [] }, outputs: [float()] },
  ],
});
