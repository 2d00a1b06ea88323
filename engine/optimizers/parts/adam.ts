import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { number, type Params, type Values } from '../../layers/contract/params';
import type { FusedUpdate } from '../contract/optimizer';

/** Parameters of Adam and its kin. */
export const ADAM = {
  learningRate: number('Learning rate', 0.001, { min: 0, max: 1000 }),
  beta1: number('Beta 1', 0.9, { min: 0, max: 0.999999, help: 'Memory of the mean gradient.', advanced: true }),
  beta2: number('Beta 2', 0.999, { min: 0, max: 0.999999, help: 'Memory of its square.', advanced: true }),
  epsilon: number('Epsilon', 1e-7, { min: 1e-12, max: 1, help: 'Keeps the division finite.', advanced: true }),
} as const satisfies Params;

/** Tensors that it keeps for each weight. */
export const ADAM_SLOTS = [{ name: 'mean' }, { name: 'square' }] as const;

/** Adam as TensorFlow's own op, which takes ε outside the correction as well. */
export const fusedAdam = ({ beta1, beta2, epsilon }: Values<typeof ADAM>): FusedUpdate => ({
  op: 'ResourceApplyAdam',
  inputs: [
    ...['weight', 'mean', 'square'],
    ...[{ power: beta1 }, { power: beta2 }],
    'rate',
    ...[beta1, beta2, epsilon],
    'gradient',
  ],
});

interface At {
  gradient: Tensor;
  slots: readonly [Tensor, Tensor];
  rate: Scalar;
  step: Scalar;
}

/** What Adam takes off the weight, and the new slots. */
export function adamMove(
  ops: Ops,
  { gradient, slots: [mean, square], rate, step }: At,
  p: Values<typeof ADAM>,
): { move: Tensor; slots: readonly [Tensor, Tensor] } {
  const one = ops.scalar(1);
  const towards = (from: Tensor, to: Tensor, share: number) =>
    ops.add(from, ops.mul(ops.sub(to, from), ops.scalar(share)));
  const nextMean = towards(mean, gradient, 1 - p.beta1);
  const nextSquare = towards(square, ops.square(gradient), 1 - p.beta2);
  // Both averages start at 0; this takes that start out again.
  const correction = ops.div(
    ops.sqrt(ops.sub(one, ops.pow(ops.scalar(p.beta2), step))),
    ops.sub(one, ops.pow(ops.scalar(p.beta1), step)),
  );
  const direction = ops.div(nextMean, ops.add(ops.sqrt(nextSquare), ops.scalar(p.epsilon)));
  return { move: ops.mul(ops.mul(rate, correction), direction), slots: [nextMean, nextSquare] };
}
