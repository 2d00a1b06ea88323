import { number } from '../layers/contract/params';
import { defineOptimizer } from './contract/optimizer';

export default defineOptimizer({
  kind: 'adadelta',
  title: 'Adadelta',
  doc: {
    summary: 'Makes each step about as large as the weight’s last ones, so that the rate matters little.',
    formula:
      's ← ρ·s + (1 − ρ)·g², d = √(u + ε) ÷ √(s + ε) · g, u ← ρ·u + (1 − ρ)·d², w ← w − η·d: g the gradient, η the ' +
      'learning rate, ρ the memory of squares.',
    advice:
      'A learning rate of 1 is that of the paper; smaller ones learn slowly. Steps begin very small. Adam is nearly ' +
      'always quicker.',
    source: 'Zeiler, ADADELTA: an adaptive learning rate method, 2012; as in Keras',
  },
  params: {
    learningRate: number('Learning rate', 1, { min: 0, max: 1000 }),
    rho: number('Rho', 0.95, { min: 0, max: 0.999999, help: 'Memory of the squares.', advanced: true }),
    epsilon: number('Epsilon', 1e-7, { min: 1e-12, max: 1, help: 'Sets the size of the first steps.', advanced: true }),
  },
  slots: [{ name: 'square' }, { name: 'moves' }],
  update(ops, { weight, gradient, slots: [square, moves], rate }, p) {
    const mixed = (from: typeof square, to: typeof square) =>
      ops.add(ops.mul(ops.scalar(p.rho), from), ops.mul(ops.scalar(1 - p.rho), ops.square(to)));
    const root = (x: typeof square) => ops.sqrt(ops.add(x, ops.scalar(p.epsilon)));
    const nextSquare = mixed(square, gradient);
    const move = ops.mul(ops.div(root(moves), root(nextSquare)), gradient);
    return { weight: ops.sub(weight, ops.mul(rate, move)), slots: [nextSquare, mixed(moves, move)] };
  },
  fused: ({ rho, epsilon }) => ({
    op: 'ResourceApplyAdadelta',
    inputs: ['weight', 'square', 'moves', 'rate', rho, epsilon, 'gradient'],
  }),
});
