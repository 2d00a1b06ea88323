import type { Cure } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { AXES_OF_A_SAMPLE, ints, numbers } from './contract/params';
import { float, sizeOf } from './contract/spec';

export default defineLayer({
  kind: 'constant',
  title: 'Constant',
  group: 'io',
  glyph: 'numbers',
  doc: {
    summary: 'Gives the same numbers for every sample.',
    formula: 'y = the given values in the given shape; a single value fills it. No parameters.',
    advice:
      'A fixed offset, mask or prompt that other layers are joined with. What shall be learnt belongs into a layer ' +
      'with weights.',
  },
  params: {
    values: numbers('Values', [0], { help: 'In order, channels fastest; a single one fills the shape.' }),
    shape: ints('Shape', [], {
      max: 65_536,
      lengths: AXES_OF_A_SAMPLE,
      help: 'Sizes of one sample. Empty: a vector of the values.',
    }),
  },
  inputs: [],
  outputs: [{ name: 'out' }],
  summary: (p) => (p.values.length <= 4 ? p.values.join(', ') : `${p.values.length} values`),
  shape(_inputs, { values, shape }) {
    if (shape.length === 0 && values.length > 0) return [float(values.length)];
    if (values.length === 1 || (values.length > 0 && values.length === sizeOf(shape))) return [float(...shape)];
    const cures: Cure[] = [{ title: 'Fill it with the first', set: { values: [values[0] ?? 0] } }];
    if (values.length > 0) cures.push({ title: 'Make a vector of the values', set: { shape: [] } });
    const expected = shape.length === 0 ? 1 : sizeOf(shape);
    return { code: 'param/values', param: 'values', say: { got: values.length, expected }, cures };
  },
  forward(ops, _inputs, _weights, { values, shape }, { batch }) {
    const sizes = shape.length > 0 ? [...shape] : [values.length];
    const given = values.length === 1 ? new Float32Array(sizeOf(sizes)).fill(values[0] ?? 0) : values;
    const rows = ops.constant(new Float32Array(batch).fill(1), [batch, ...sizes.map(() => 1)]);
    return [ops.mul(rows, ops.constant(given, [1, ...sizes]))];
  },
  examples: [
    {
      inputs: [],
      params: { values: [1, -2, 0.5] },
      outputs: [float(3)],
      numbers: { batch: 2, inputs: [], outputs: [[1, -2, 0.5, 1, -2, 0.5]], by: 'hand' },
    },
    {
      inputs: [],
      params: { values: [7], shape: [1, 2] },
      outputs: [float(1, 2)],
      numbers: { batch: 2, inputs: [], outputs: [[7, 7, 7, 7]], by: 'hand' },
    },
    { inputs: [], params: { values: [1, 2, 3, 4, 5, 6], shape: [2, 3] }, outputs: [float(2, 3)] },
    // Larger than what a recording takes for a constant by itself.
    { inputs: [], params: { values: Array.from({ length: 81 }, (_, i) => i), shape: [9, 9] }, outputs: [float(9, 9)] },
  ],
});
