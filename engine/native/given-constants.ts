import type { Tensor } from '@tensorflow/tfjs-core';
import type { DataId } from './binding';

/*
 * Constants that a layer states (`ops.constant`), such as a filterbank or a table of positions: they are frozen into a
 * recorded graph whatever their size, where other large constants are taken for data that should have been an input.
 */
const given = new WeakSet<DataId>();

/** Notes that the tensor's values were stated. */
export function markGiven(tensor: Tensor): Tensor {
  given.add(tensor.dataId as DataId);
  return tensor;
}

export const isGiven = (id: DataId): boolean => given.has(id);
