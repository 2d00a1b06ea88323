import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { alikeShape } from './parts/merging';

export default defineLayer({
  kind: 'maximum',
  title: 'Maximum',
  group: 'merge',
  glyph: 'maxpool',
  doc: {
    summary: 'The largest of its inputs, value by value.',
    formula: 'y = max(x₁, x₂, …): all of one shape. No parameters.',
    advice: 'Lets the branch that found most decide at every place. Only that branch learns from the answer there.',
    source: 'Goodfellow, Warde-Farley, Mirza, Courville and Bengio, Maxout networks, 2013',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  shape: alikeShape,
  forward: (ops, [first, ...rest]) => [rest.reduce((most, x) => ops.maximum(most, x), first)],
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
        outputs: [[10, 20, 3]],
        by: 'hand',
      },
    },
    { inputs: [float(4, 4, 2), float(4, 4, 2)], outputs: [float(4, 4, 2)] },
    { inputs: [float(5)], outputs: [float(5)] },
  ],
});
