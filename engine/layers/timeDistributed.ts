import { activationSummary } from './contract/activation-titles';
import { needsFloat, needsSequence } from './contract/faults';
import { defineLayer } from './contract/layer';
import { activation, bool, int } from './contract/params';
import { float, sampleSize } from './contract/spec';

export default defineLayer({
  kind: 'timeDistributed',
  title: 'Time-distributed dense',
  group: 'seq',
  glyph: 'dense',
  name: 'each',
  doc: {
    summary: 'One dense layer, applied to every step of a sequence or every place of maps by itself.',
    formula: 'y[k, j] = f(Σᵢ x[k, i]·w[i, j] + b[j]) for every k, with the same w and b. Parameters: in·units + units.',
    advice:
      'Answers at each step behind a recurrent layer, or the two layers behind attention in a transformer. Over maps ' +
      'it is a 1×1 convolution.',
    source: 'Vaswani and others, Attention is all you need, 2017, section 3.3',
  },
  params: {
    units: int('Units', 32, { help: 'How many numbers come out at each step.' }),
    activation: activation(),
    bias: bool('Bias', true, { help: 'Adds a learnt number to each unit.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.units} ${p.units === 1 ? 'unit' : 'units'}${activationSummary(p.activation)}`,
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (x.shape.length < 3) return needsSequence(0, x);
    return [{ shape: [...x.shape.slice(0, -1), p.units], dtype: x.dtype }];
  },
  weights([x], p) {
    return {
      kernel: { shape: [Number(x.shape.at(-1)), p.units], init: 'glorotUniform', role: 'kernel' },
      ...(p.bias && { bias: { shape: [p.units], init: 'zeros', role: 'bias' } }),
    };
  },
  cost: ([x], _outputs, p) => ({ macs: sampleSize(x) * p.units }),
  forward(ops, [x], weights) {
    const [size = 1, units = 1] = weights.kernel.shape;
    const flat = ops.matMul(ops.reshape(x, [x.size / size, size]), weights.kernel);
    const y = weights.bias ? ops.biasAdd(flat, weights.bias) : flat;
    return [ops.reshape(y, [...x.shape.slice(0, -1), units])];
  },
  examples: [
    {
      inputs: [float(2, 2)],
      params: { units: 1 },
      outputs: [float(2, 1)],
      parameters: 3,
      macs: 4,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        weights: { kernel: [10, 1], bias: [0.5] },
        outputs: [[12.5, 34.5]],
        by: 'hand',
      },
    },
    {
      inputs: [float(3, 2, 4)],
      params: { units: 2, bias: false, activation: 'relu' },
      outputs: [float(3, 2, 2)],
      parameters: 8,
      macs: 48,
    },
  ],
});
