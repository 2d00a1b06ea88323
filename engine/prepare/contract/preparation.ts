import type { Tensor } from '@tensorflow/tfjs-core';
import type { Field } from '../../data/contract/field';
import type { Fault } from '../../graph/problems';
import type { Doc } from '../../layers/contract/layer';
import type { Ops } from '../../layers/contract/ops';
import type { Params, Values } from '../../layers/contract/params';

/** Numbers that a preparation learnt from the training part, such as means; kept with the run and in every export. */
export type Fitted = Readonly<Record<string, readonly number[]>>;

/** Learning from samples, one after another. */
export interface Fit {
  take(row: ArrayLike<number>): void;
  done(): Fitted;
}

/**
 * One deterministic preparation of a field, one file; the same code serves training, evaluation, prediction, the
 * preprocessing layers and the first ops of an export.
 */
export interface Preparation<P extends Params = Params> {
  readonly kind: string;
  readonly title: string;
  readonly doc: Doc;
  readonly params: P;
  /** The field after it, or what does not fit. */
  field(before: Field, p: Values<P>): Field | Fault;
  /** Learns from the training part, a sample of the field at a time, values flat. */
  fit?(before: Field, p: Values<P>): Fit;
  /** [N, …] float32 → [N, …]. */
  forward(ops: Ops, x: Tensor, p: Values<P>, fitted: Fitted): Tensor;
  readonly examples: readonly {
    readonly field: Field;
    readonly params?: Partial<Values<P>>;
    /** Rows it is fitted on, and what becomes of them. */
    readonly rows: readonly (readonly number[])[];
    readonly results: readonly (readonly number[])[];
    /** Where the numbers come from. */
    readonly by: string;
  }[];
}

export const definePreparation = <const P extends Params>(preparation: Preparation<P>): Preparation =>
  preparation as unknown as Preparation;
