import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { alikeShape } from './parts/merging';

export default defineLayer({
  kind: 'add',
  title: 'Add',
  group: 'merge',
  glyph: 'add',
  doc: {
    summary: 'Adds its inputs, value by value.',
    formula: 'y = x₁ + x₂ + …: all of one shape. No parameters.',
    advice:
      'Joins a shortcut with the layers that it goes around, as in residual nets: the gradient then has a straight way ' +
      'back. Where the shapes differ, bring the shortcut to the other’s by a 1×1 convolution.',
    source: 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  shape: alikeShape,
  forward: (ops, [first, ...rest]) => [rest.reduce((sum, x) => ops.add(sum, x), first)],
  examples: [
    {
      inputs: [float(3), float(3), float(3)],
      outputs: [float(3)],
      numbers: {
        batch: 1,
        inputs: [
          [1, 2, 3],
          [10, 20, 30],
          [0.5, 0, -3],
        ],
        outputs: [[11.5, 22, 30]],
        by: 'hand',
      },
    },
    { inputs: [float(8, 8, 16), float(8, 8, 16)], outputs: [float(8, 8, 16)] },
    { inputs: [float(5)], outputs: [float(5)] },
  ],
});
