import { needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { float } from './contract/spec';

/** Keras's least square of a length. */
const LEAST = 1e-12;

export default defineLayer({
  kind: 'l2Normalise',
  title: 'L2 normalise',
  group: 'norm',
  glyph: 'batchnorm',
  name: 'unit',
  doc: {
    summary: 'Gives every vector the length 1 and keeps its direction; of maps, the channels at each place.',
    formula: 'y = x / √max(Σᵢ xᵢ², 10⁻¹²), the sum over the last axis. No parameters.',
    advice:
      'Put it behind an embedding before distances are taken: all points then lie on a sphere, and no net can push ' +
      'points apart by only making them longer. In front of features of another scale, follow it with a scale.',
    source: 'Schroff, Kalenichenko and Philbin, FaceNet, 2015',
  },
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    return x.shape.length > 1 ? [x] : needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
  },
  forward(ops, [x]) {
    const squares = ops.sum(ops.square(x), x.rank - 1, true);
    return [ops.div(x, ops.sqrt(ops.maximum(squares, ops.scalar(LEAST))))];
  },
  examples: [
    {
      inputs: [float(2)],
      outputs: [float(2)],
      numbers: { batch: 3, inputs: [[3, 4, -5, 0, 0, 0]], outputs: [[0.6, 0.8, -1, 0, 0, 0]], by: 'hand' },
    },
    { inputs: [float(3, 4, 5)], outputs: [float(3, 4, 5)] },
  ],
});
