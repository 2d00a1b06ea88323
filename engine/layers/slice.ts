import type { Fault } from '../graph/problems';
import { needsVector, tooSmall } from './contract/faults';
import { defineLayer } from './contract/layer';
import { int } from './contract/params';
import { float, type Spec, sampleShape } from './contract/spec';

interface Part {
  readonly axis: number;
  readonly begin: number;
  readonly size: number;
}

/** Index of the axis in the shape with its batch, and where the part lies on it. */
function partOf(x: Spec, p: Part): { at: number; begin: number; size: number } | Fault {
  const sizes = sampleShape(x);
  if (sizes.length === 0) return needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
  const at = p.axis === -1 ? sizes.length : p.axis;
  const length = sizes[at - 1];
  if (length === undefined || p.axis === 0) {
    return {
      code: 'shape/axis',
      param: 'axis',
      say: { got: p.axis, expected: sizes.length },
      cures: [{ title: 'Take the last axis', set: { axis: -1 } }],
    };
  }
  const begin = p.begin < 0 ? length + p.begin : p.begin;
  const size = p.size === 0 ? length - begin : p.size;
  if (begin >= 0 && size > 0 && begin + size <= length) return { at, begin, size };
  const least = sizes.map((own, i) => (i === at - 1 ? Math.max(begin + size, begin + 1, -p.begin) : own));
  return tooSmall(0, x, least.join('×'), [{ title: 'Take the whole axis', set: { begin: 0, size: 0 } }]);
}

export default defineLayer({
  kind: 'slice',
  title: 'Slice',
  group: 'shape',
  glyph: 'slice',
  doc: {
    summary: 'Takes a part of one axis: some of the channels, rows or steps.',
    formula: 'y[…, k, …] = x[…, begin + k, …] for k from 0 to size − 1 along the axis. No parameters.',
    advice:
      'Picks the bands of a picture that a branch shall see, or the last step of a sequence. Axes count from 1; −1 is ' +
      'the last one, the channels. A begin below 0 counts from the end.',
  },
  params: {
    axis: int('Axis', -1, { min: -1, max: 16, help: 'Which axis is cut, from 1; −1 for the last.' }),
    begin: int('Begin', 0, { min: -1_000_000, max: 1_000_000, help: 'First place that is kept, from 0.' }),
    size: int('Size', 0, { min: 0, max: 1_000_000, help: 'How many places are kept; 0 for all that follow.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => (p.size === 0 ? `from ${p.begin}` : `${p.size} from ${p.begin}`),
  shape([x], p) {
    const part = partOf(x, p);
    if ('code' in part) return part;
    return [{ shape: x.shape.map((size, i) => (i === part.at ? part.size : size)), dtype: x.dtype }];
  },
  forward(ops, [x], _weights, p) {
    const part = partOf({ shape: [null, ...x.shape.slice(1)], dtype: 'float32' }, p);
    if ('code' in part) return [x];
    const begin = x.shape.map((_, i) => (i === part.at ? part.begin : 0));
    return [
      ops.slice(
        x,
        begin,
        x.shape.map((size, i) => (i === part.at ? part.size : size)),
      ),
    ];
  },
  examples: [
    {
      inputs: [float(2, 3)],
      params: { begin: 1 },
      outputs: [float(2, 2)],
      numbers: { batch: 1, inputs: [[1, 2, 3, 4, 5, 6]], outputs: [[2, 3, 5, 6]], by: 'hand' },
    },
    {
      inputs: [float(3, 2)],
      params: { axis: 1, begin: -1, size: 1 },
      outputs: [float(1, 2)],
      numbers: { batch: 1, inputs: [[1, 2, 3, 4, 5, 6]], outputs: [[5, 6]], by: 'hand: the last step' },
    },
    { inputs: [float(4, 4, 6)], params: { axis: 3, begin: 2, size: 3 }, outputs: [float(4, 4, 3)] },
    {
      inputs: [{ shape: [null, 5], dtype: 'int32' }],
      params: { size: 2 },
      outputs: [{ shape: [null, 2], dtype: 'int32' }],
    },
  ],
});
