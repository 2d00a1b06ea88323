import { number } from '../layers/contract/params';
import { defineOptimizer } from './contract/optimizer';
import { ADAM, ADAM_SLOTS, adamMove, fusedAdam } from './parts/adam';

export default defineOptimizer({
  kind: 'adamW',
  title: 'AdamW',
  doc: {
    summary: 'Adam that also draws every weight towards 0, by a share of itself.',
    formula: 'w ← w − η·λ·w, then Adam’s step: η the learning rate, λ the decay.',
    advice:
      'Keeps large nets from learning by heart, better than a penalty in the loss does under Adam. The usual choice ' +
      'for transformers, with a decay of 0.01 to 0.1. Biases decay too.',
    source: 'Loshchilov and Hutter, Decoupled weight decay regularization, 2019; as in Keras',
  },
  params: {
    ...ADAM,
    decay: number('Weight decay', 0.004, { min: 0, max: 1, help: 'Share that a weight loses, times the rate.' }),
  },
  slots: ADAM_SLOTS,
  update(ops, at, p) {
    const { move, slots } = adamMove(ops, at, p);
    const loss = ops.mul(at.weight, ops.mul(at.rate, ops.scalar(p.decay)));
    return { weight: ops.sub(ops.sub(at.weight, loss), move), slots };
  },
  fused: (p) => ({ ...fusedAdam(p), decay: p.decay }),
});
