import type * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../../engine/layers/contract/ops';

/** One op at work on a few numbers. */
export interface Case {
  run(ops: Ops, ...xs: tf.Tensor[]): tf.Tensor;
  /** Shape and values of the inputs. */
  inputs?: readonly (readonly [shape: number[], values: number[]])[];
  shape: readonly number[];
  values: readonly number[];
  dtype?: tf.DataType;
  /** Compared with finite differences; not for steps, choices and labels. */
  smooth?: boolean;
  /** What the values for that lie around: away from 0 for roots and quotients. */
  around?: number;
}

/** Shapes and values of a case's inputs. */
export const given = (...list: (readonly [readonly number[], readonly number[]])[]): Case['inputs'] =>
  list.map(([shape, values]) => [[...shape], [...values]]);
export const labels = (ops: Ops, values: number[], shape = [values.length]) => ops.constant(values, shape, 'int32');
