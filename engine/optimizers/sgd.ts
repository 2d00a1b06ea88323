import { bool, number } from '../layers/contract/params';
import { defineOptimizer } from './contract/optimizer';

export default defineOptimizer({
  kind: 'sgd',
  title: 'SGD',
  doc: {
    summary: 'Gradient descent: a step against the gradient, with momentum where wanted.',
    formula:
      'v ← μ·v − η·g, w ← w + v; with Nesterov w ← w + μ·v − η·g: g the gradient, η the learning rate, μ the momentum, v the velocity.',
    advice:
      'With momentum 0.9 it often ends with the best answers, but needs a fitting learning rate, lowered on the way. ' +
      'Without momentum it is the plain rule of the textbooks.',
    source: 'Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum, 2013; as in Keras',
  },
  params: {
    learningRate: number('Learning rate', 0.01, { min: 0, max: 1000 }),
    momentum: number('Momentum', 0, { min: 0, max: 0.9999, help: 'How much of the last step is kept.' }),
    nesterov: bool('Nesterov', false, { help: 'Looks ahead along the momentum.', advanced: true }),
  },
  slots: [{ name: 'velocity' }],
  update(ops, { weight, gradient, slots: [velocity], rate }, p) {
    const step = ops.mul(rate, gradient);
    if (p.momentum === 0) return { weight: ops.sub(weight, step), slots: [velocity] };
    const momentum = ops.scalar(p.momentum);
    const next = ops.sub(ops.mul(momentum, velocity), step);
    const move = p.nesterov ? ops.sub(ops.mul(momentum, next), step) : next;
    return { weight: ops.add(weight, move), slots: [next] };
  },
  fused: ({ momentum, nesterov }) =>
    momentum === 0
      ? { op: 'ResourceApplyGradientDescent', inputs: ['weight', 'rate', 'gradient'] }
      : {
          op: 'ResourceApplyKerasMomentum',
          inputs: ['weight', 'velocity', 'rate', 'gradient', momentum],
          attributes: { use_nesterov: nesterov },
        },
});
