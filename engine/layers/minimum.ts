import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { alikeShape } from './parts/merging';

export default defineLayer({
  kind: 'minimum',
  title: 'Minimum',
  group: 'merge',
  glyph: 'maxpool',
  doc: {
    summary: 'The smallest of its inputs, value by value.',
    formula: 'y = min(x₁, x₂, …): all of one shape. No parameters.',
    advice: 'Keeps only what all branches agree on at a place.',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  shape: alikeShape,
  forward: (ops, [first, ...rest]) => [rest.reduce((least, x) => ops.minimum(least, x), first)],
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
        outputs: [[0.5, 2, -30]],
        by: 'hand',
      },
    },
    { inputs: [float(4, 4, 2), float(4, 4, 2)], outputs: [float(4, 4, 2)] },
    { inputs: [float(5)], outputs: [float(5)] },
  ],
});
