import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { distanceShape, inOneRow } from './parts/merging';

export default defineLayer({
  kind: 'l1Distance',
  title: 'L1 distance',
  group: 'merge',
  glyph: 'distance',
  name: 'distance',
  doc: {
    summary: 'How far apart its two inputs are, as the sum of the differences of their values.',
    formula: 'd = Σᵢ |aᵢ − bᵢ|: a and b the two inputs. No parameters.',
    advice:
      'Counts every difference by its size, where the other distance counts large ones more. It is the distance on a ' +
      'street plan.',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  shape: distanceShape,
  explainShape: () => 'One number for each pair',
  forward: (ops, [a, b = a]) => [ops.sum(inOneRow(ops, ops.abs(ops.sub(a, b))), 1, true)],
  examples: [
    {
      inputs: [float(2), float(2)],
      outputs: [float(1)],
      numbers: {
        batch: 2,
        inputs: [
          [1, 2, 0, 0],
          [4, -2, 0, 0],
        ],
        outputs: [[7, 0]],
        by: 'hand',
      },
    },
    { inputs: [float(2, 2, 3), float(2, 2, 3)], outputs: [float(1)] },
  ],
});
