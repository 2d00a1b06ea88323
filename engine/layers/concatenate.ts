import { differs, needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { float, type Spec, sampleShape, sampleSize } from './contract/spec';

const last = (shape: readonly (number | null)[]): number => Number(shape.at(-1));

export default defineLayer({
  kind: 'concatenate',
  title: 'Concatenate',
  group: 'merge',
  glyph: 'concat',
  name: 'concat',
  doc: {
    summary: 'Puts its inputs side by side along the channels.',
    formula: 'y = [x₁, x₂, …] along the last axis; all other sizes must agree. No parameters.',
    advice:
      'Joins branches that looked at the same thing in different ways, as in Inception and DenseNet, or a picture with ' +
      'numbers that go with it. The order of the wires is the order of the channels.',
    source: 'Szegedy and others, Going deeper with convolutions, 2015',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  shape(inputs) {
    const [first] = inputs;
    const single = inputs.findIndex((x) => x.shape.length < 2);
    if (single >= 0) {
      return needsVector(single, inputs[single] ?? first, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
    }
    const mixed = inputs.some((x) => x.dtype !== first.dtype);
    const whole = inputs.findIndex((x) => x.dtype === 'int32');
    if (mixed) return needsFloat(whole, inputs[whole] ?? first);
    const before = (x: Spec) => x.shape.slice(0, -1).join();
    const other = inputs.findIndex((x) => before(x) !== before(first));
    if (other < 0) {
      const channels = inputs.reduce((sum, x) => sum + last(x.shape), 0);
      return [{ shape: [...first.shape.slice(0, -1), channels], dtype: first.dtype }];
    }
    const got = inputs[other] ?? first;
    const sizes = sampleShape(first).slice(0, -1);
    const flat = [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }];
    const cut = sizes.length > 0 && sampleSize(got) % sizes.reduce((a, b) => a * b, 1) === 0;
    const reshape = [{ title: 'Insert Reshape', insert: { kind: 'reshape', params: { shape: [...sizes, -1] } } }];
    return differs(other, first, got, sizes.length === 0 ? flat : cut ? reshape : []);
  },
  explainShape: (inputs) =>
    `${inputs.map((x) => last(x.shape)).join(' + ')} = ${inputs.reduce((sum, x) => sum + last(x.shape), 0)} channels`,
  forward: (ops, inputs) => [ops.concat([...inputs], inputs[0].rank - 1)],
  examples: [
    {
      inputs: [float(2), float(1)],
      outputs: [float(3)],
      numbers: {
        batch: 2,
        inputs: [
          [1, 2, 3, 4],
          [10, 20],
        ],
        outputs: [[1, 2, 10, 3, 4, 20]],
        by: 'hand',
      },
    },
    { inputs: [float(4, 4, 3), float(4, 4, 2), float(4, 4, 1)], outputs: [float(4, 4, 6)] },
    { inputs: [float(6, 2)], outputs: [float(6, 2)] },
  ],
});
