import type { TensorValue } from './graph-def';

/** Consecutive samples of a batch. */
export interface BatchPart {
  /** In the order of the batch's values; what was not given stays so. */
  readonly values: readonly (TensorValue | undefined)[];
  /** The part's samples by those of the batch. */
  readonly share: number;
}

/**
 * A batch's values, each [N, …], in `count` parts that differ by one sample at most; they share the batch's memory.
 * Undefined where there are fewer samples than parts.
 */
export function cutBatch(values: readonly (TensorValue | undefined)[], count: number): BatchPart[] | undefined {
  const samples = values.find((value) => value !== undefined)?.shape[0] ?? 0;
  if (samples < count) return undefined;
  return Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * samples) / count);
    const to = Math.floor(((part + 1) * samples) / count);
    const cut = ({ dtype, shape, data }: TensorValue): TensorValue => {
      const each = data.length / samples;
      return { dtype, shape: [to - from, ...shape.slice(1)], data: data.subarray(from * each, to * each) };
    };
    return { values: values.map((value) => value && cut(value)), share: (to - from) / samples };
  });
}
