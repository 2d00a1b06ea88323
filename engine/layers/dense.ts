import { activationSummary } from './contract/activation-titles';
import { needsFloat, needsVector } from './contract/faults';
import { defineLayer } from './contract/layer';
import { activation, bool, int } from './contract/params';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'dense',
  title: 'Dense',
  group: 'dense',
  glyph: 'dense',
  doc: {
    summary: 'Every unit weighs every number that comes in. Use it to turn features into an answer.',
    formula:
      'yⱼ = f(Σᵢ xᵢ·wᵢⱼ + bⱼ): x the incoming vector, w the kernel [in, units], b the bias, f the activation. ' +
      'Parameters: in·units + units.',
    advice:
      'Put a few of them at the end of a net. The last one has a unit for each class and no activation, since the ' +
      'output applies softmax by itself. Over pictures use a convolution first: it needs far fewer parameters. ' +
      'Kernels start with Glorot’s uniform numbers, which keep the spread of values from layer to layer.',
    source: 'Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010',
  },
  params: {
    units: int('Units', 10, { help: 'How many numbers come out.' }),
    activation: activation(),
    bias: bool('Bias', true, { help: 'Adds a learnt number to each unit.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'units',
  summary: (p) => `${p.units} ${p.units === 1 ? 'unit' : 'units'}${activationSummary(p.activation)}`,
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (x.shape.length === 2) return [float(p.units)];
    const { units, activation, bias } = p;
    return needsVector(0, x, [
      { title: 'Insert Flatten', insert: { kind: 'flatten' } },
      ...(x.shape.length === 4
        ? [
            { title: 'Insert Global average', insert: { kind: 'globalAveragePool2d' } },
            {
              title: 'Make it a 1×1 convolution',
              become: { kind: 'conv2d', params: { filters: units, kernel: [1, 1], activation, bias } },
            },
          ]
        : []),
    ]);
  },
  explainShape: (_inputs, p) => `One number for each of the ${p.units} units`,
  weights([x], p) {
    const size = Number(x.shape[1]);
    return {
      kernel: { shape: [size, p.units], init: 'glorotUniform', role: 'kernel' },
      ...(p.bias && { bias: { shape: [p.units], init: 'zeros', role: 'bias' } }),
    };
  },
  cost: ([x], _outputs, p) => ({ macs: Number(x.shape[1]) * p.units }),
  forward(ops, [x], weights) {
    const y = ops.matMul(x, weights.kernel);
    return [weights.bias ? ops.biasAdd(y, weights.bias) : y];
  },
  examples: [
    {
      inputs: [float(3)],
      params: { units: 2 },
      outputs: [float(2)],
      numbers: {
        batch: 2,
        inputs: [[1, 2, 3, -1, 0, 0.5]],
        weights: { kernel: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], bias: [1, -1] },
        outputs: [[3.2, 1.8, 1.15, -0.9]],
        by: 'hand',
      },
    },
    {
      inputs: [float(800)],
      params: { units: 500, activation: 'relu' },
      outputs: [float(500)],
      parameters: 400_500,
      macs: 400_000,
    },
    { inputs: [float(4)], params: { units: 1, bias: false }, outputs: [float(1)], parameters: 4, macs: 4 },
  ],
});
