import { defineOptimizer } from './contract/optimizer';
import { ADAM, ADAM_SLOTS, adamMove, fusedAdam } from './parts/adam';

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
  params: ADAM,
  slots: ADAM_SLOTS,
  update(ops, at, p) {
    const { move, slots } = adamMove(ops, at, p);
    return { weight: ops.sub(at.weight, move), slots };
  },
  fused: fusedAdam,
});
