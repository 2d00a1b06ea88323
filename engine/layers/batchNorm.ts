import { needsFloat, needsVector } from './contract/faults';
import { defineLayer, type WeightSpec } from './contract/layer';
import { bool, number } from './contract/params';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'batchNorm',
  title: 'Batch normalisation',
  group: 'norm',
  glyph: 'batchnorm',
  batchwise: true,
  name: 'norm',
  doc: {
    summary: 'Brings every channel to mean 0 and spread 1 over the batch, then to a learnt scale and offset.',
    formula:
      'y = γ·(x − μ)/√(v + ε) + β for each channel: in training μ and v are mean and variance of the batch, and the ' +
      'running ones follow, r ← m·r + (1 − m)·batch; otherwise μ and v are the running ones. The variance is divided ' +
      'by n, as Keras does, not by n − 1. Parameters: 2 learnt and 2 counted a channel.',
    advice:
      'Put it between a convolution and its activation, and give that convolution no bias, since the offset does the ' +
      'same. Deep nets then learn faster and at larger learning rates. Batches under about 8 make it noisy. In short ' +
      'runs a momentum of 0.9 lets the running numbers follow sooner; 0.99 is Keras’s. Frozen, it takes the running ' +
      'numbers in training too, and they stand still.',
    source: 'Ioffe and Szegedy, Batch normalization, 2015',
  },
  params: {
    momentum: number('Momentum', 0.99, { min: 0, max: 0.9999, help: 'How slowly the running statistics follow.' }),
    epsilon: number('Epsilon', 1e-3, { min: 1e-8, max: 1, help: 'Keeps the division finite.', advanced: true }),
    scale: bool('Scale', true, { help: 'Learns a scale for each channel.', advanced: true }),
    offset: bool('Offset', true, { help: 'Learns an offset for each channel.', advanced: true }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: (p) => `momentum ${p.momentum}`,
  shape([x]) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (x.shape.length > 1) return [x];
    return needsVector(0, x, [{ title: 'Insert Flatten', insert: { kind: 'flatten' } }]);
  },
  weights([x], p) {
    const shape = [Number(x.shape.at(-1))];
    const scale: WeightSpec = { shape, init: 'ones', role: 'scale' };
    const offset: WeightSpec = { shape, init: 'zeros', role: 'bias' };
    return {
      ...(p.scale && { scale }),
      ...(p.offset && { offset }),
      mean: { shape, init: 'zeros', role: 'state' },
      variance: { shape, init: 'ones', role: 'state' },
    };
  },
  forward(ops, [x], weights, p, { training }) {
    const { mean, variance } = weights;
    const scale = weights.scale ?? ops.onesLike(mean);
    const offset = weights.offset ?? ops.zerosLike(mean);
    if (!training) return [ops.batchNormInference(x, scale, offset, mean, variance, p.epsilon)];
    const batch = ops.batchNormTraining(x, scale, offset, p.epsilon);
    const share = ops.scalar(1 - p.momentum);
    ops.update(mean, ops.add(mean, ops.mul(ops.sub(batch.mean, mean), share)));
    ops.update(variance, ops.add(variance, ops.mul(ops.sub(batch.variance, variance), share)));
    return [batch.y];
  },
  examples: [
    {
      inputs: [float(2)],
      params: { epsilon: 1e-3 },
      outputs: [float(2)],
      numbers: {
        batch: 2,
        inputs: [[1, 2, 3, 6]],
        weights: { scale: [1, 2], offset: [0, 1], mean: [0, 0], variance: [1, 1] },
        outputs: [[-0.9995, -0.99975, 0.9995, 2.99975]],
        training: true,
        by: 'hand: ±1/√1.001, and 1 ± 2·2/√4.001',
      },
    },
    {
      inputs: [float(2)],
      outputs: [float(2)],
      numbers: {
        batch: 1,
        inputs: [[1, 2]],
        weights: { scale: [1, 2], offset: [0, 1], mean: [0.5, 0], variance: [0.25, 1] },
        outputs: [[0.998006, 4.998001]],
        by: 'hand: 0.5/√0.251, and 1 + 4/√1.001',
      },
    },
    { inputs: [float(4, 5, 3)], outputs: [float(4, 5, 3)], parameters: 12 },
    { inputs: [float(7, 3)], params: { scale: false, offset: false }, outputs: [float(7, 3)], parameters: 6 },
  ],
});
