import { defineOptimizer } from './contract/optimizer';
import { ADAM } from './parts/adam';

export default defineOptimizer({
  kind: 'adamax',
  title: 'Adamax',
  doc: {
    summary: 'Adam that divides by the largest recent gradient in place of the root of their mean square.',
    formula:
      'm ← m + (1 − β₁)·(g − m), u ← max(β₂·u, |g|), w ← w − η ÷ (1 − β₁ᵗ) · m ÷ (u + ε): g the gradient, η the ' +
      'learning rate, t the step.',
    advice: 'Steadier than Adam where a few gradients are far larger than the rest, as with embeddings.',
    source: 'Kingma and Ba, Adam: a method for stochastic optimization, 2015, section 7.1; as in Keras',
  },
  params: ADAM,
  slots: [{ name: 'mean' }, { name: 'largest' }],
  update(ops, { weight, gradient, slots: [mean, largest], rate, step }, p) {
    const nextMean = ops.add(mean, ops.mul(ops.sub(gradient, mean), ops.scalar(1 - p.beta1)));
    const nextLargest = ops.maximum(ops.mul(ops.scalar(p.beta2), largest), ops.abs(gradient));
    // The mean starts at 0; this takes that start out again.
    const corrected = ops.div(rate, ops.sub(ops.scalar(1), ops.pow(ops.scalar(p.beta1), step)));
    const direction = ops.div(nextMean, ops.add(nextLargest, ops.scalar(p.epsilon)));
    return { weight: ops.sub(weight, ops.mul(corrected, direction)), slots: [nextMean, nextLargest] };
  },
  fused: ({ beta1, beta2, epsilon }) => ({
    op: 'ResourceApplyAdaMax',
    inputs: ['weight', 'mean', 'largest', { power: beta1 }, 'rate', beta1, beta2, epsilon, 'gradient'],
  }),
});
