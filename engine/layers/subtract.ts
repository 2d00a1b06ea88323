import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { alikeShape, twoInputs } from './parts/merging';

export default defineLayer({
  kind: 'subtract',
  title: 'Subtract',
  group: 'merge',
  glyph: 'numbers',
  doc: {
    summary: 'Takes its second input off the first, value by value.',
    formula: 'y = x₁ − x₂: both of one shape. No parameters.',
    advice:
      'Shows what changed from one picture to the next, or what a branch left unexplained. The wire that was drawn ' +
      'first is the one that is taken from.',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  shape: (inputs) => twoInputs(inputs) ?? alikeShape(inputs),
  forward: (ops, [a, b = a]) => [ops.sub(a, b)],
  examples: [
    {
      inputs: [float(3), float(3)],
      outputs: [float(3)],
      numbers: {
        batch: 1,
        inputs: [
          [1, 2, 3],
          [10, 0.5, -3],
        ],
        outputs: [[-9, 1.5, 6]],
        by: 'hand',
      },
    },
    { inputs: [float(4, 4, 3), float(4, 4, 3)], outputs: [float(4, 4, 3)] },
  ],
});
