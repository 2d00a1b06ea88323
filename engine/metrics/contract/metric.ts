import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import type { Params, Values } from '../../layers/contract/params';

/** One metric, one file: a number for each sample; the mean over samples is what people see. */
export interface Metric {
  readonly kind: string;
  readonly title: string;
  /** Its name in results, where another kind may measure the same in another way; default: the kind. */
  readonly reportAs?: string;
  readonly better: 'higher' | 'lower';
  /** What the mean over samples is turned into before it is shown, such as a root; default: nothing. */
  readonly finish?: (mean: number) => number;
  /** Shown as a share in per cent, or as the number it is. */
  readonly unit: 'share' | 'number';
  /** [N] from the activated prediction and the target; `p` are the output's parameters (a margin, say). */
  forward(ops: Ops, prediction: Tensor, target: Tensor, p: Values<Params>): Tensor;
  readonly examples: readonly {
    readonly prediction: { shape: readonly number[]; values: readonly number[] };
    readonly target: { shape: readonly number[]; dtype: 'float32' | 'int32'; values: readonly number[] };
    readonly params?: Values<Params>;
    readonly results: readonly number[];
    /** Where the numbers come from. */
    readonly by: string;
  }[];
}

export const defineMetric = (metric: Metric): Metric => metric;
