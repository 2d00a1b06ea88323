import { differs, needsFloat } from './contract/faults';
import { defineLayer } from './contract/layer';
import { float, sameShape } from './contract/spec';

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
  shape(inputs) {
    const [first] = inputs;
    const whole = inputs.findIndex((x) => x.dtype !== 'float32');
    if (whole >= 0) return needsFloat(whole, inputs[whole] ?? first);
    const other = inputs.findIndex((x) => !sameShape(x.shape, first.shape));
    if (other < 0) return [first];
    const got = inputs[other] ?? first;
    const [, height, width, channels] = first.shape;
    const aside = got.shape.length === 4 && got.shape[1] === height && got.shape[2] === width;
    return differs(
      other,
      first,
      got,
      aside
        ? [
            {
              title: `Insert a 1×1 convolution with ${channels} filters`,
              insert: { kind: 'conv2d', params: { filters: Number(channels), kernel: [1, 1] } },
            },
          ]
        : [],
    );
  },
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
