import { memory, type Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import type { Part } from '../../../engine/data/contract/source';
import type { Executor } from '../../../engine/train/executor';
import { disposeBatch } from '../../../engine/train/feed';
import { TrainingBatches } from '../../../engine/train/training-batches';

const field = { name: 'x', shape: [2], dtype: 'float32', role: 'number' } as const;
const part: Part = { count: 5, columns: { x: { field, values: Float32Array.from({ length: 10 }, (_, i) => i) } } };
const ORDER = Int32Array.of(4, 2, 0, 1, 3);

/** Batches of two, for an executor that is fed values, or the numbers of rows. */
const batchesFor = (takesRows: boolean): TrainingBatches => {
  const model = { program: { inputs: [{ id: 'x', field: 'x' }], outputs: [] } };
  return new TrainingBatches({ takesRows, model } as unknown as Executor, part, 2);
};
const numbers = ({ x }: Readonly<Record<string, Tensor>>): number[] => [...(x?.dataSync() ?? [])];

it('made ahead are those of their turn, and leave the batch under way as it is', () => {
  const before = memory().numTensors;
  const batches = batchesFor(false);
  const first = batches.tensors(0, ORDER);
  batches.prepare(1, ORDER);
  expect(numbers(first)).toEqual([8, 9, 4, 5]);
  disposeBatch(first);
  const second = batches.tensors(1, ORDER);
  batches.prepare(2, ORDER);
  expect(numbers(second)).toEqual([0, 1, 2, 3]);
  disposeBatch(second);
  // Another order, as of the next epoch, takes nothing of what was made for this one.
  const other = batches.tensors(2, Int32Array.of(0, 1, 2, 3, 4));
  expect(numbers(other)).toEqual([8, 9]);
  disposeBatch(other);
  batches.prepare(3, ORDER);
  batches.dispose();
  expect(memory().numTensors).toBe(before);
});

it('are only numbers of rows where the data stay with TensorFlow', () => {
  const batches = batchesFor(true);
  batches.prepare(1, ORDER);
  const rows = batches.tensors(1, ORDER);
  expect(numbers(rows)).toEqual([0, 1]);
  disposeBatch(rows);
});
