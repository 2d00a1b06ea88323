import { defineLayer } from './contract/layer';
import { float } from './contract/spec';
import { spread, spreadingShape } from './parts/merging';

export default defineLayer({
  kind: 'multiply',
  title: 'Multiply',
  group: 'merge',
  glyph: 'multiply',
  doc: {
    summary: 'Multiplies its inputs, value by value. One input can open and close the channels of another.',
    formula:
      'y = x₁ · x₂ · …: all of the shape of the first, or with a 1 where one number serves a whole axis, or a vector ' +
      'with a number for each channel. No parameters.',
    advice:
      'A branch that ends in a sigmoid becomes a gate: what it sets to 0 is silenced. Squeeze-and-excitation weighs ' +
      'the channels of maps so. Draw the wire of the maps first, then that of the gate.',
    source: 'Hu, Shen and Sun, Squeeze-and-excitation networks, 2018',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  shape: spreadingShape,
  forward: (ops, [first, ...rest]) => [rest.reduce((product, x) => ops.mul(product, spread(ops, first, x)), first)],
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
        outputs: [[5, 80, -270]],
        by: 'hand',
      },
    },
    {
      inputs: [float(1, 2, 2), float(2)],
      outputs: [float(1, 2, 2)],
      numbers: {
        batch: 2,
        inputs: [
          [1, 2, 3, 4, 5, 6, 7, 8],
          [10, 0.5, 1, 0],
        ],
        outputs: [[10, 1, 30, 2, 5, 0, 7, 0]],
        by: 'hand: a gate for each channel',
      },
    },
    { inputs: [float(3, 3, 2), float(3, 3, 1), float(1, 1, 2)], outputs: [float(3, 3, 2)] },
    { inputs: [float(3, 2), float(1)], outputs: [float(3, 2)] },
  ],
});
