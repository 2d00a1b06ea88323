import { tensor1d } from '@tensorflow/tfjs-core';
import type { Part } from '../data/contract/source';
import { BatchMaker, batchesPerEpoch } from '../data/parts/batches';
import { storedRow } from '../data/parts/rows';
import { fieldsOf } from './evaluate';
import type { Executor } from './executor';
import { batchTensors, disposeBatch } from './feed';
import type { BatchTensors } from './objective';

/** The batches of the part that a net learns from, in the form that its executor takes. */
export class TrainingBatches {
  /** How many an epoch has. */
  readonly count: number;
  private makers: [BatchMaker, BatchMaker] | undefined;
  private ahead: { readonly index: number; readonly order: Int32Array; readonly batch: BatchTensors } | undefined;

  constructor(
    private readonly executor: Executor,
    private readonly part: Part,
    private readonly size: number,
  ) {
    this.count = batchesPerEpoch(part.count, size);
  }

  /** Samples in batch `index`; the last of an epoch is as small as what is left. */
  samples(index: number): number {
    return Math.min(this.size, this.part.count - index * this.size);
  }

  /** What `Executor.step` takes. Dispose of it before the next but one is made. */
  tensors(index: number, order: Int32Array): BatchTensors {
    return this.executor.takesRows ? this.rows(index, order) : this.values(index, order);
  }

  /** The batch's values, also where the executor takes rows. Dispose of them before the next but one are made. */
  values(index: number, order: Int32Array): BatchTensors {
    const { ahead } = this;
    if (ahead?.index !== index || ahead.order !== order) return this.make(index, order);
    this.ahead = undefined;
    return ahead.batch;
  }

  /** Makes a batch's values before they are asked for, as while a step runs; nothing where there is none, or rows do. */
  prepare(index: number, order: Int32Array): void {
    if (this.executor.takesRows || index >= this.count) return;
    this.dispose();
    this.ahead = { index, order, batch: this.make(index, order) };
  }

  /** Gives up what was made ahead. */
  dispose(): void {
    if (this.ahead) disposeBatch(this.ahead.batch);
    this.ahead = undefined;
  }

  /** Two makers take turns, so that a batch stays as it is while the next is made. */
  private make(index: number, order: Int32Array): BatchTensors {
    this.makers ??= [this.maker(), this.maker()];
    this.makers.reverse();
    return batchTensors(this.makers[0].make(index, order), this.part);
  }

  private maker(): BatchMaker {
    return new BatchMaker(this.part, fieldsOf(this.executor.model), this.size);
  }

  private rows(index: number, order: Int32Array): BatchTensors {
    const from = index * this.size;
    const places = order.subarray(from, from + this.samples(index));
    const columns = fieldsOf(this.executor.model).flatMap((name) => this.part.columns[name] ?? []);
    return Object.fromEntries(
      columns.map((column) => [
        column.field.name,
        tensor1d(
          places.map((place) => storedRow(column, place)),
          'int32',
        ),
      ]),
    );
  }
}
