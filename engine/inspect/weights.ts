import type { Weight } from '../compile/program';
import type { WeightReport } from '../protocol';

const BINS = 40;

/** Counts of `values` in equal bins from `low` to `high`, the ends included; beyond them the last bin counts. */
export function histogram(values: ArrayLike<number>, low: number, high: number, bins = BINS): number[] {
  const counts = new Array<number>(bins).fill(0);
  const scale = high > low ? bins / (high - low) : 0;
  for (let at = 0; at < values.length; at++) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((values[at] as number) - low) * scale)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

/** Mean, spread and histogram of a weight beside those of its start; the bins span both. */
export function reportWeight(
  weight: Weight,
  values: ArrayLike<number>,
  start: ArrayLike<number>,
  updateToWeight: number | undefined,
): WeightReport {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const list of [values, start]) {
    for (let at = 0; at < list.length; at++) {
      const value = list[at] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  const mean = sum / Math.max(1, values.length);
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += ((values[at] as number) - mean) ** 2;
  if (!(high > low)) [low, high] = [low - 0.5, low + 0.5];
  return {
    weight: weight.name,
    mean,
    deviation: Math.sqrt(squares / Math.max(1, values.length)),
    low,
    high,
    bins: histogram(values, low, high),
    startBins: start.length > 0 ? histogram(start, low, high) : [],
    ...(updateToWeight !== undefined && { updateToWeight }),
  };
}
