import type { Fault } from '../graph/problems';
import { differs, needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { float, type Spec } from './contract/spec';
import { twoInputs } from './parts/merging';

/** Two vectors of one length, or two sequences of vectors of one length. */
function dotShape(inputs: readonly [Spec, ...Spec[]]): readonly Spec[] | Fault {
  const fault = twoInputs(inputs);
  if (fault) return fault;
  const [a, b = a] = inputs;
  for (const [at, x] of [a, b].entries()) {
    if (x.dtype !== 'float32') return needsFloat(at, x);
    if (x.shape.length < 2 || x.shape.length > 3) {
      return needsVector(at, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
    }
  }
  if (a.shape.length !== b.shape.length || a.shape.at(-1) !== b.shape.at(-1)) return differs(1, a, b);
  return [a.shape.length === 2 ? float(1) : float(Number(a.shape[1]), Number(b.shape[1]))];
}

export default defineLayer({
  kind: 'dot',
  title: 'Dot product',
  group: 'merge',
  glyph: 'multiply',
  doc: {
    summary: 'Multiplies two vectors value by value and adds up; of two sequences, every vector with every other.',
    formula: 'y = Σᵢ aᵢ·bᵢ for two vectors; y[s, t] = Σᵢ a[s, i]·b[t, i] for two sequences. No parameters.',
    advice:
      'Large where both point in one direction and are long: the score of a person for a film, or of one word for ' +
      'another in attention. Cosine similarity leaves the lengths out.',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  shape: dotShape,
  explainShape: ([a]) => (a.shape.length === 2 ? 'One number for each pair' : 'One number for each two vectors'),
  cost([a, b = a]) {
    return {
      macs:
        a.shape.slice(1).reduce<number>((x, y) => x * Number(y), 1) * (b.shape.length === 3 ? Number(b.shape[1]) : 1),
    };
  },
  forward(ops, [a, b = a]) {
    return [a.rank === 2 ? ops.sum(ops.mul(a, b), 1, true) : ops.matMul(a, b, false, true)];
  },
  examples: [
    {
      inputs: [float(3), float(3)],
      outputs: [float(1)],
      macs: 3,
      numbers: {
        batch: 2,
        inputs: [
          [1, 2, 3, 0, 0, 1],
          [4, 5, 6, 7, 8, -9],
        ],
        outputs: [[32, -9]],
        by: 'hand',
      },
    },
    {
      inputs: [float(2, 2), float(3, 2)],
      outputs: [float(2, 3)],
      macs: 12,
      numbers: {
        batch: 1,
        inputs: [
          [1, 2, 3, 4],
          [1, 0, 0, 1, 1, 1],
        ],
        outputs: [[1, 2, 3, 3, 4, 7]],
        by: 'hand',
      },
    },
  ],
});
