import type { Tensor } from '@tensorflow/tfjs-core';
import { defineLayer } from './contract/layer';
import type { Ops } from './contract/ops';
import { float } from './contract/spec';
import { distanceShape, inOneRow } from './parts/merging';

/** Keeps the quotient finite for a vector of zeros, whose similarity to anything is 0. */
const EPSILON = 1e-12;

const lengthOf = (ops: Ops, x: Tensor): Tensor =>
  ops.sqrt(ops.add(ops.sum(ops.square(x), 1, true), ops.scalar(EPSILON)));

export default defineLayer({
  kind: 'cosineSimilarity',
  title: 'Cosine similarity',
  group: 'merge',
  glyph: 'distance',
  name: 'similarity',
  doc: {
    summary: 'How far its two inputs point in the same direction, from −1 to 1.',
    formula: 's = Σᵢ aᵢ·bᵢ / (|a|·|b|), |a| = √(Σᵢ aᵢ² + 10⁻¹²): a and b the two inputs. No parameters.',
    advice:
      'Compares what two towers say and takes no account of how loudly they say it: 1 the same direction, 0 at right ' +
      'angles, −1 opposite. Train it with the cosine loss.',
    source:
      'Bromley, Guyon, LeCun, Säckinger and Shah, Signature verification using a Siamese time delay neural network, 1993',
  },
  params: {},
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  shape: distanceShape,
  explainShape: () => 'One number for each pair',
  forward(ops, [a, b = a]) {
    const [x, y] = [inOneRow(ops, a), inOneRow(ops, b)];
    const lengths = ops.mul(lengthOf(ops, x), lengthOf(ops, y));
    return [ops.div(ops.sum(ops.mul(x, y), 1, true), lengths)];
  },
  examples: [
    {
      inputs: [float(2), float(2)],
      outputs: [float(1)],
      numbers: {
        batch: 4,
        inputs: [
          [3, 4, 1, 0, 1, 2, 0, 0],
          [4, 3, 0, 5, -2, -4, 1, 1],
        ],
        outputs: [[0.96, 0, -1, 0]],
        by: 'hand: 24/25, right angles, opposite, and a vector of zeros',
      },
    },
    { inputs: [float(2, 2, 3), float(2, 2, 3)], outputs: [float(1)] },
  ],
});
