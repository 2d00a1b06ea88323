import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { alikeShape } from './parts/merging';

export default defineLayer({
  kind: 'average',
  title: 'Average',
  group: 'merge',
  glyph: 'avgpool',
  doc: {
    summary: 'The mean of its inputs, value by value.',
    formula: 'y = (x₁ + x₂ + … + xₙ)/n: all of one shape. No parameters.',
    advice:
      'Joins the answers of several branches so that each has the same say, such as the two streams of a net that sees a picture and its motion.',
    source: 'Simonyan and Zisserman, Two-stream convolutional networks for action recognition in videos, 2014',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  shape: alikeShape,
  forward: (ops, [first, ...rest]) => [
    ops.mul(
      rest.reduce((sum, x) => ops.add(sum, x), first),
      ops.scalar(1 / (rest.length + 1)),
    ),
  ],
  examples: [
    {
      inputs: [float(3), float(3), float(3)],
      outputs: [float(3)],
      numbers: {
        batch: 1,
        inputs: [
          [1, 2, 3],
          [10, 20, -30],
          [0.5, 2, 3],
        ],
        outputs: [[11.5 / 3, 8, -8]],
        by: 'hand',
      },
    },
    { inputs: [float(4, 4, 2), float(4, 4, 2)], outputs: [float(4, 4, 2)] },
    { inputs: [float(5)], outputs: [float(5)] },
  ],
});
