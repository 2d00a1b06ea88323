import { number } from '../layers/contract/params';
import { defineOptimizer } from './contract/optimizer';

export default defineOptimizer({
  kind: 'adagrad',
  title: 'Adagrad',
  doc: {
    summary: 'Gives every weight smaller steps the more its gradients have added up.',
    formula: 's ← s + g², w ← w − η·g ÷ √(s + ε): g the gradient, η the learning rate; s starts at 0.1.',
    advice:
      'Suits inputs that are rarely there, such as words. In long runs the steps become very small; RMSprop and Adam ' +
      'forget old gradients instead. Learning rates of 0.01 to 0.1 fit.',
    source: 'Duchi, Hazan and Singer, Adaptive subgradient methods, 2011; start and ε as in Keras',
  },
  params: {
    learningRate: number('Learning rate', 0.01, { min: 0, max: 1000 }),
    epsilon: number('Epsilon', 1e-7, { min: 1e-12, max: 1, help: 'Keeps the division finite.', advanced: true }),
  },
  slots: [{ name: 'sum', start: 0.1 }],
  update(ops, { weight, gradient, slots: [sum], rate }, p) {
    const next = ops.add(sum, ops.square(gradient));
    const move = ops.div(ops.mul(rate, gradient), ops.sqrt(ops.add(next, ops.scalar(p.epsilon))));
    return { weight: ops.sub(weight, move), slots: [next] };
  },
  // TensorFlow adds ε to the root and not under it. As s is never below 0.1, that makes a share of ε · |1/√s − 1/2s| ≤
  // 2ε, which is rounding up to the usual ε and no longer beyond.
  fused: ({ epsilon }) =>
    epsilon <= 1e-7
      ? {
          op: 'ResourceApplyAdagradV2',
          inputs: ['weight', 'sum', 'rate', epsilon, 'gradient'],
          attributes: { update_slots: true },
        }
      : undefined,
});
