import rescale from '../prepare/rescale';
import { needsFloat } from './contract/faults';
import { defineLayer } from './contract/layer';
import { number } from './contract/params';
import { float } from './contract/spec';

/** The preparation of the same name as a layer: one piece of code for both. */
export default defineLayer({
  kind: 'rescale',
  title: 'Rescale',
  group: 'shape',
  glyph: 'numbers',
  doc: {
    ...rescale.doc,
    advice:
      'Brings pictures from 0–255 to 0–1 with the scale 1/255 inside the net, so that no one who uses it has to know. ' +
      'Where all branches take the same numbers, prepare the field in the Data view instead.',
  },
  params: {
    scale: number('Scale', 1 / 255, { help: 'What every value is multiplied with.' }),
    offset: number('Offset', 0, { help: 'What is added afterwards.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `× ${Number(p.scale.toPrecision(3))}${p.offset === 0 ? '' : ` + ${p.offset}`}`,
  shape: ([x]) => (x.dtype === 'float32' ? [x] : needsFloat(0, x)),
  forward: (ops, [x], _weights, p) => [rescale.forward(ops, x, p, {})],
  examples: [
    {
      inputs: [float(2)],
      outputs: [float(2)],
      numbers: { batch: 1, inputs: [[0, 51]], outputs: [[0, 0.2]], by: 'hand' },
    },
    {
      inputs: [float(2, 1, 1)],
      params: { scale: 2, offset: -1 },
      outputs: [float(2, 1, 1)],
      numbers: { batch: 1, inputs: [[0, 3]], outputs: [[-1, 5]], by: 'hand' },
    },
  ],
});
