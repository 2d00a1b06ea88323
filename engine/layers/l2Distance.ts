import { differs, needsFloat } from './contract/faults';
import { defineLayer } from './contract/layer';
import { float, sameShape } from './contract/spec';

/** Keeps the slope finite where both inputs are the same; a distance of 0 comes out as 0.00001. */
const EPSILON = 1e-10;

export default defineLayer({
  kind: 'l2Distance',
  title: 'Distance',
  group: 'merge',
  glyph: 'distance',
  name: 'distance',
  doc: {
    summary: 'How far apart its two inputs are, as one number.',
    formula: 'd = √(Σᵢ (aᵢ − bᵢ)² + 10⁻¹⁰): a and b the two inputs. No parameters.',
    advice:
      'Ends a Siamese net: two towers with the same weights give two points, and a contrastive loss pulls pairs of the ' +
      'same kind together and pushes others apart. The tiny number keeps the slope finite where the points meet.',
    source: 'Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, 2006',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  shape(inputs) {
    const [first, second] = inputs;
    if (!second || inputs.length > 2)
      return { code: 'shape/input-count', say: { expected: 'two', got: inputs.length } };
    if (first.dtype !== 'float32') return needsFloat(0, first);
    if (second.dtype !== 'float32') return needsFloat(1, second);
    return sameShape(first.shape, second.shape) ? [float(1)] : differs(1, first, second);
  },
  explainShape: () => 'One number for each pair',
  forward(ops, [a, b = a]) {
    const squares = ops.reshape(ops.square(ops.sub(a, b)), [
      a.shape[0] ?? 1,
      a.shape.slice(1).reduce((x, y) => x * y, 1),
    ]);
    return [ops.sqrt(ops.add(ops.sum(squares, 1, true), ops.scalar(EPSILON)))];
  },
  examples: [
    {
      inputs: [float(2), float(2)],
      outputs: [float(1)],
      numbers: {
        batch: 2,
        inputs: [
          [1, 2, 0, 0],
          [4, 6, 0, 0],
        ],
        outputs: [[5, 0.00001]],
        by: 'hand: 3, 4, 5',
      },
    },
    { inputs: [float(2, 2, 3), float(2, 2, 3)], outputs: [float(1)] },
  ],
});
