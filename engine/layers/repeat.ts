import { needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { int } from './contract/params';
import { float, sampleSize } from './contract/spec';

export default defineLayer({
  kind: 'repeat',
  title: 'Repeat',
  group: 'shape',
  glyph: 'concat',
  doc: {
    summary: 'Makes a sequence of a vector by giving it again and again.',
    formula: 'y[k, i] = x[i] for k from 1 to n. No parameters.',
    advice:
      'Hands what an encoder has made of a whole sequence to every step of a decoder, or numbers to every place of ' +
      'maps, with a reshape behind it.',
  },
  params: { times: int('Times', 2, { max: 65_536, help: 'How long the sequence is.' }) },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.times} times`,
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (x.shape.length === 2) return [float(p.times, Number(x.shape[1]))];
    return needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
  },
  explainShape: ([x], p) => `${sampleSize(x)} values, ${p.times} times`,
  forward(ops, [x], _weights, p) {
    const once = ops.reshape(x, [x.shape[0] ?? 1, 1, x.shape[1] ?? 1]);
    const ones = ops.constant(new Float32Array(p.times).fill(1), [1, p.times, 1]);
    return [ops.mul(once, ones)];
  },
  examples: [
    {
      inputs: [float(2)],
      params: { times: 3 },
      outputs: [float(3, 2)],
      numbers: { batch: 2, inputs: [[1, 2, 3, 4]], outputs: [[1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4]], by: 'hand' },
    },
    { inputs: [float(4)], params: { times: 1 }, outputs: [float(1, 4)] },
  ],
});
