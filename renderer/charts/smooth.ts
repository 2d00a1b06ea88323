/**
 * Exponential moving average, debiased so that the first values count fully (TensorBoard's and W&B's formula):
 * last = weight · last + (1 − weight) · value; shown = last / (1 − weight^n). Gaps (NaN) are passed over.
 *
 * @param weight 0 (raw) to below 1
 */
export function smooth(values: ArrayLike<number>, weight: number): Float64Array {
  const shown = new Float64Array(values.length);
  let last = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      shown[i] = Number.NaN;
      continue;
    }
    count++;
    last = weight * last + (1 - weight) * value;
    shown[i] = last / (1 - weight ** count);
  }
  return shown;
}

/** Indices of at most `most` values whose line looks like all of them: the smallest and largest of each bucket. */
export function thin(values: ArrayLike<number>, most: number): number[] {
  const length = values.length;
  if (length <= most) return Array.from({ length }, (_, i) => i);
  const buckets = Math.floor(most / 2);
  const kept: number[] = [];
  for (let b = 0; b < buckets; b++) {
    const [from, to] = [Math.floor((b * length) / buckets), Math.floor(((b + 1) * length) / buckets)];
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      const value = values[i] ?? Number.NaN;
      if (value < (values[low] ?? Number.NaN)) low = i;
      if (value > (values[high] ?? Number.NaN)) high = i;
    }
    kept.push(...(low === high ? [low] : low < high ? [low, high] : [high, low]));
  }
  return kept;
}
