import { permutation as shuffle } from '../../train/random';
import type { Column, Part } from '../contract/source';
import { storedRow, valuesPerRow } from './rows';

/** Values of the chosen columns for `count` samples, row after row: int32 for labels, float32 for all else. */
export interface Batch {
  readonly count: number;
  readonly columns: Readonly<Record<string, Float32Array | Int32Array>>;
}

/** Order in which epoch `epoch` (counting from 0) goes through a part: the same for the same seed. */
export const epochOrder = (count: number, seed: number, epoch: number): Int32Array => shuffle(seed, epoch, count);

export const batchesPerEpoch = (count: number, batch: number): number => Math.ceil(count / batch);

/**
 * Assembles batches of a part into arrays that the next batch uses again: whoever keeps values must copy them. The
 * last batch of a part is as small as what is left; its arrays are views of the same memory.
 */
export class BatchMaker {
  private readonly targets: readonly { column: Column; size: number; values: Float32Array | Int32Array }[];

  constructor(
    private readonly part: Part,
    fields: readonly string[],
    readonly batch: number,
  ) {
    this.targets = fields.map((name) => {
      const column = part.columns[name];
      if (!column) throw new RangeError(`The part has no column ${name}`);
      const size = valuesPerRow(column);
      const Values = column.field.dtype === 'int32' ? Int32Array : Float32Array;
      return { column, size, values: new Values(size * Math.min(batch, Math.max(part.count, 1))) };
    });
  }

  get batches(): number {
    return batchesPerEpoch(this.part.count, this.batch);
  }

  /** Batch `index` of the part taken in `order`; without an order, as the rows stand. */
  make(index: number, order?: Int32Array): Batch {
    const from = index * this.batch;
    const count = Math.min(this.batch, this.part.count - from);
    const columns: Record<string, Float32Array | Int32Array> = {};
    for (const { column, size, values } of this.targets) {
      for (let at = 0; at < count; at++) {
        const row = storedRow(column, order ? (order[from + at] as number) : from + at);
        if (size === 1) values[at] = column.values[row] as number;
        else values.set(column.values.subarray(row * size, (row + 1) * size), at * size);
      }
      columns[column.field.name] = count * size === values.length ? values : values.subarray(0, count * size);
    }
    return { count, columns };
  }
}
