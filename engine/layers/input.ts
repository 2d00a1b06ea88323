import { defineLayer } from './contract/layer';
import { AXES_OF_A_SAMPLE, choice, ints } from './contract/params';
import type { Dtype, Spec } from './contract/spec';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'input',
  title: 'Input',
  group: 'io',
  glyph: 'numbers',
  doc: {
    summary: 'Where the data enter the net.',
    formula: 'out = the field of the data that feeds this input.',
    advice:
      'Choose the field in the Data view: shape and type follow from it. State a shape here only while there are no ' +
      'data. A net can have several inputs, such as the two pictures that a Siamese net compares.',
  },
  params: {
    shape: ints('Shape', [], {
      lengths: AXES_OF_A_SAMPLE,
      help: 'Sizes of one sample, channels last. Empty: as the field gives it.',
    }),
    dtype: choice<Dtype>(
      'Type',
      [
        { value: 'float32', title: 'Numbers' },
        { value: 'int32', title: 'Class numbers' },
      ],
      'float32',
      { help: 'Used where no field gives the type.', advanced: true },
    ),
  },
  inputs: [],
  outputs: [{ name: 'out' }],
  presets: [
    { title: 'Picture input', glyph: 'input', name: 'picture', params: {} },
    { title: 'Number input', glyph: 'numbers', name: 'numbers', params: {} },
  ],
  role: 'input',
  picture: 'input',
  summary: (p) => p.shape.join('×'),
  /** The compiler hands the field's shape and type over as parameters where one is bound. */
  shape: (_inputs, p): Spec[] => [{ shape: [null, ...p.shape], dtype: p.dtype }],
  forward: (_ops, inputs) => [...inputs],
  examples: [
    { inputs: [], params: { shape: [28, 28, 1] }, outputs: [float(28, 28, 1)] },
    { inputs: [], params: { shape: [3] }, outputs: [float(3)] },
    { inputs: [], params: { shape: [20], dtype: 'int32' }, outputs: [{ shape: [null, 20], dtype: 'int32' }] },
    { inputs: [], outputs: [float()] },
  ],
});
