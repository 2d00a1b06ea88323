import type { Tensor } from '@tensorflow/tfjs-core';
import type { Field } from '../../data/contract/field';
import type { Fault } from '../../graph/problems';
import type { Doc } from '../../layers/contract/layer';
import type { Ops } from '../../layers/contract/ops';
import type { ActivationName, Params, Values } from '../../layers/contract/params';
import type { Spec } from '../../layers/contract/spec';

/** One loss, one file. It takes logits: the output applies `activation` for predicting, metrics and export. */
export interface Loss<P extends Params = Params> {
  readonly kind: string;
  readonly title: string;
  readonly doc: Doc;
  /** Further parameters of an output node with this loss, such as the margin. */
  readonly params: P;
  readonly activation: ActivationName;
  /** Metrics shown when the output names none, of engine/metrics/. */
  readonly metrics: readonly string[];
  /** In place of `metrics` where the target is a label; default: the same. */
  readonly labelMetrics?: readonly string[];
  /** What does not fit between what the net gives and what it is compared with; undefined when all is well. */
  check(logits: Spec, target: Field, p: Values<P>): Fault | undefined;
  /**
   * Loss of each sample, [N]. `target` is the field's column: labels as int32 [N], numbers as float32 [N, …].
   */
  forward(ops: Ops, logits: Tensor, target: Tensor, p: Values<P>): Tensor;
  /** Whether a single answer means the second of two classes; default: from one half on. */
  isSecond?(value: number, p: Values<P>): boolean;
  readonly examples: readonly {
    readonly logits: { shape: readonly number[]; values: readonly number[] };
    readonly target: { shape: readonly number[]; dtype: 'float32' | 'int32'; values: readonly number[] };
    readonly params?: Partial<Values<P>>;
    readonly loss: readonly number[];
    /** Where the numbers come from. */
    readonly by: string;
  }[];
}

export const defineLoss = <const P extends Params>(loss: Loss<P>): Loss => loss as unknown as Loss;
