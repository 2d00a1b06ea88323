import type { Fault } from '../graph/problems';
import { needsVector, tooSmall } from './contract/faults';
import { defineLayer } from './contract/layer';
import { int } from './contract/params';
import { float, type Spec, sampleShape } from './contract/spec';

/** Sizes of the two parts of the last axis. */
function partsOf(x: Spec, at: number): readonly [number, number] | Fault {
  const sizes = sampleShape(x);
  const length = sizes.at(-1);
  if (length === undefined) return needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
  const first = at === 0 ? Math.ceil(length / 2) : at;
  if (first < length) return [first, length - first];
  const least = [...sizes.slice(0, -1), first + 1].join('×');
  return tooSmall(0, x, least, length > 1 ? [{ title: 'Cut in halves', set: { at: 0 } }] : []);
}

export default defineLayer({
  kind: 'split',
  title: 'Split',
  group: 'shape',
  glyph: 'slice',
  doc: {
    summary: 'Cuts the channels into two parts, which go separate ways.',
    formula: 'first = x[…, 0 to n − 1], second = x[…, n to the end]. No parameters.',
    advice:
      'Undoes a concatenation: one trunk gives the mean and the spread, or the class and the box. For more parts ' +
      'split again, or take slices.',
  },
  params: { at: int('Channels of the first', 0, { min: 0, max: 1_000_000, help: '0 cuts in halves.' }) },
  inputs: [{ name: 'in' }],
  outputs: [
    { name: 'first', title: 'first' },
    { name: 'second', title: 'second' },
  ],
  summary: (p) => (p.at === 0 ? 'in halves' : `at ${p.at}`),
  shape([x], p) {
    const parts = partsOf(x, p.at);
    if ('code' in parts) return parts;
    return parts.map((size) => ({ shape: [...x.shape.slice(0, -1), size], dtype: x.dtype }));
  },
  forward(ops, [x], _weights, p) {
    const parts = partsOf({ shape: [null, ...x.shape.slice(1)], dtype: 'float32' }, p.at);
    if ('code' in parts) return [x, x];
    const before = x.shape.slice(0, -1);
    return parts.map((size, i) => ops.slice(x, [...before.map(() => 0), i === 0 ? 0 : parts[0]], [...before, size]));
  },
  examples: [
    {
      inputs: [float(3)],
      outputs: [float(2), float(1)],
      numbers: {
        batch: 2,
        inputs: [[1, 2, 3, 4, 5, 6]],
        outputs: [
          [1, 2, 4, 5],
          [3, 6],
        ],
        by: 'hand',
      },
    },
    { inputs: [float(2, 2, 6)], params: { at: 1 }, outputs: [float(2, 2, 1), float(2, 2, 5)] },
  ],
});
