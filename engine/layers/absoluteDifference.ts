import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { alikeShape, twoInputs } from './parts/merging';

export default defineLayer({
  kind: 'absoluteDifference',
  title: 'Absolute difference',
  group: 'merge',
  glyph: 'distance',
  name: 'difference',
  doc: {
    summary: 'How far its two inputs are from each other, value by value.',
    formula: 'y = |x₁ − x₂|: both of one shape. No parameters.',
    advice:
      'Follows the two towers of a net that compares: a dense layer behind it learns which features may differ and ' +
      'which may not, where a plain distance counts all alike.',
    source: 'Koch, Zemel and Salakhutdinov, Siamese neural networks for one-shot image recognition, 2015',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  shape: (inputs) => twoInputs(inputs) ?? alikeShape(inputs),
  forward: (ops, [a, b = a]) => [ops.abs(ops.sub(a, b))],
  examples: [
    {
      inputs: [float(3), float(3)],
      outputs: [float(3)],
      numbers: {
        batch: 1,
        inputs: [
          [1, 2, 3],
          [10, 0.5, 3],
        ],
        outputs: [[9, 1.5, 0]],
        by: 'hand',
      },
    },
    { inputs: [float(2, 3, 2), float(2, 3, 2)], outputs: [float(2, 3, 2)] },
  ],
});
