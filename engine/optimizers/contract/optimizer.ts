import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Doc } from '../../layers/contract/layer';
import type { Ops } from '../../layers/contract/ops';
import type { Params, Values } from '../../layers/contract/params';

/**
 * The same update as an op of TensorFlow's that changes a weight and its slots where they stand. `inputs` are in the
 * op's order: `weight`, a slot by its name, `gradient`, `rate`, a number, or a number to the power of the step.
 */
export interface FusedUpdate {
  readonly op: string;
  readonly inputs: readonly (string | number | { readonly power: number })[];
  readonly attributes?: Readonly<Record<string, boolean>>;
  /** Share of itself, times the rate, that a weight loses before the op runs. */
  readonly decay?: number;
}

/** One optimizer, one file: a pure update of one weight. `learningRate` is always among its parameters. */
export interface Optimizer<P extends Params = Params> {
  readonly kind: string;
  readonly title: string;
  readonly doc: Doc;
  readonly params: P;
  /** Names of the tensors it keeps for each weight, of the weight's shape, starting at `start` (default 0). */
  readonly slots: readonly { name: string; start?: number }[];
  /**
   * `rate` and `step` (counting from 1) are fed scalars, so one traced step serves the whole run.
   * Returns the new weight and the new slots in order.
   */
  update(
    ops: Ops,
    at: { weight: Tensor; gradient: Tensor; slots: readonly Tensor[]; rate: Scalar; step: Scalar },
    p: Values<P>,
  ): { weight: Tensor; slots: readonly Tensor[] };
  /** Where TensorFlow has an op for it, with equal numbers to within rounding; a test compares them. */
  fused?(p: Values<P>): FusedUpdate | undefined;
}

/** How an optimizer's file writes it: `slots` has as many tensors as it declares. */
type Definition<P extends Params, S extends Optimizer['slots']> = Omit<Optimizer<P>, 'slots' | 'update'> & {
  readonly slots: S;
  update(
    ops: Ops,
    at: { weight: Tensor; gradient: Tensor; slots: { readonly [K in keyof S]: Tensor }; rate: Scalar; step: Scalar },
    p: Values<P>,
  ): { weight: Tensor; slots: readonly Tensor[] };
};

/** Checks the value against the contract and widens its types for the registry. */
export const defineOptimizer = <const P extends Params, const S extends Optimizer['slots']>(
  optimizer: Definition<P, S>,
): Optimizer => optimizer as unknown as Optimizer;
