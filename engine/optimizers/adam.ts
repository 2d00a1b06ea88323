import { number } from '../layers/contract/params';
import { defineOptimizer } from './contract/optimizer';

export default defineOptimizer({
  kind: 'adam',
  title: 'Adam',
  doc: {
    summary: 'Gives every weight a step of its own size, from the mean and spread of its gradients.',
    formula:
      'm ← m + (1 − β₁)·(g − m), v ← v + (1 − β₂)·(g² − v), w ← w − η·√(1 − β₂ᵗ) ÷ (1 − β₁ᵗ) · m ÷ (√v + ε): g the gradient, η the learning rate, t the step.',
    advice:
      'Learns well without tuning: the first choice for most nets. A learning rate of 0.001 fits nearly always; ' +
      'lower it when the loss jumps about.',
    source: 'Kingma and Ba, Adam: a method for stochastic optimization, 2015 (ε as in Keras, outside the correction)',
  },
  params: {
    learningRate: number('Learning rate', 0.001, { min: 0, max: 1000 }),
    beta1: number('Beta 1', 0.9, { min: 0, max: 0.999999, help: 'Memory of the mean gradient.', advanced: true }),
    beta2: number('Beta 2', 0.999, { min: 0, max: 0.999999, help: 'Memory of its square.', advanced: true }),
    epsilon: number('Epsilon', 1e-7, { min: 1e-12, max: 1, help: 'Keeps the division finite.', advanced: true }),
  },
  slots: [{ name: 'mean' }, { name: 'square' }],
  update(ops, { weight, gradient, slots: [mean, square], rate, step }, p) {
    const one = ops.scalar(1);
    const towards = (from: typeof mean, to: typeof mean, share: number) =>
      ops.add(from, ops.mul(ops.sub(to, from), ops.scalar(share)));
    const nextMean = towards(mean, gradient, 1 - p.beta1);
    const nextSquare = towards(square, ops.square(gradient), 1 - p.beta2);
    // Both averages start at 0; this takes that start out again.
    const correction = ops.div(
      ops.sqrt(ops.sub(one, ops.pow(ops.scalar(p.beta2), step))),
      ops.sub(one, ops.pow(ops.scalar(p.beta1), step)),
    );
    const move = ops.div(nextMean, ops.add(ops.sqrt(nextSquare), ops.scalar(p.epsilon)));
    return { weight: ops.sub(weight, ops.mul(ops.mul(rate, correction), move)), slots: [nextMean, nextSquare] };
  },
});
