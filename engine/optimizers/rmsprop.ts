import { bool, number } from '../layers/contract/params';
import { defineOptimizer } from './contract/optimizer';

export default defineOptimizer({
  kind: 'rmsprop',
  title: 'RMSprop',
  doc: {
    summary: 'Divides every step by the usual size of the weight’s gradients.',
    formula:
      's ← ρ·s + (1 − ρ)·g², v ← μ·v + η·g ÷ √(s + ε), w ← w − v: g the gradient, η the learning rate, ρ the memory ' +
      'of squares, μ the momentum. Centred, the square of the mean gradient is taken off s under the root.',
    advice:
      'Suits recurrent nets and losses that change on the way. Elsewhere Adam does the same with momentum of its own.',
    source: 'Tieleman and Hinton, Neural networks for machine learning, lecture 6.5, 2012; ε as in Keras',
  },
  params: {
    learningRate: number('Learning rate', 0.001, { min: 0, max: 1000 }),
    rho: number('Rho', 0.9, { min: 0, max: 0.999999, help: 'Memory of the squares.', advanced: true }),
    momentum: number('Momentum', 0, { min: 0, max: 0.9999, help: 'How much of the last step is kept.' }),
    epsilon: number('Epsilon', 1e-7, { min: 1e-12, max: 1, help: 'Keeps the division finite.', advanced: true }),
    centred: bool('Centred', false, { help: 'Divides by the spread of the gradients.', advanced: true }),
  },
  slots: [{ name: 'square' }, { name: 'mean' }, { name: 'velocity' }],
  update(ops, { weight, gradient, slots: [square, mean, velocity], rate }, p) {
    const rho = ops.scalar(p.rho);
    const rest = ops.scalar(1 - p.rho);
    const nextSquare = ops.add(ops.mul(rho, square), ops.mul(rest, ops.square(gradient)));
    const nextMean = p.centred ? ops.add(ops.mul(rho, mean), ops.mul(rest, gradient)) : mean;
    const spread = p.centred ? ops.sub(nextSquare, ops.square(nextMean)) : nextSquare;
    const step = ops.div(ops.mul(rate, gradient), ops.sqrt(ops.add(spread, ops.scalar(p.epsilon))));
    const nextVelocity = p.momentum > 0 ? ops.add(ops.mul(ops.scalar(p.momentum), velocity), step) : step;
    return { weight: ops.sub(weight, nextVelocity), slots: [nextSquare, nextMean, nextVelocity] };
  },
  fused: ({ rho, momentum, epsilon, centred }) =>
    centred
      ? {
          op: 'ResourceApplyCenteredRMSProp',
          inputs: ['weight', 'mean', 'square', 'velocity', 'rate', rho, momentum, epsilon, 'gradient'],
        }
      : {
          op: 'ResourceApplyRMSProp',
          inputs: ['weight', 'square', 'velocity', 'rate', rho, momentum, epsilon, 'gradient'],
        },
});
