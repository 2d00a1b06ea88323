import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Part } from '../data/contract/source';
import type { Batch } from '../data/parts/batches';
import type { BatchTensors } from './objective';

/**
 * A batch's raw values as tensors [N, …]. They may use the batch's own memory: dispose them before the next batch is
 * made.
 */
export function batchTensors(batch: Batch, part: Part): BatchTensors {
  const tensors: Record<string, Tensor> = {};
  for (const [name, values] of Object.entries(batch.columns)) {
    const { shape, dtype } = part.columns[name]?.field ?? { shape: [], dtype: 'float32' };
    tensors[name] = tensor(values, [batch.count, ...shape], dtype);
  }
  return tensors;
}

export function disposeBatch(tensors: BatchTensors): void {
  for (const x of Object.values(tensors)) x.dispose();
}
