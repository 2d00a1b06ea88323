/** What windows gave, in one figure and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The middle one, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return (low + high) / 2;
}

/** Of at least one value. */
export const spread = (values: readonly number[]): Spread => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

/** Of positive numbers; NaN of none. */
export const geometricMean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** Largest |a − b| ÷ |b| of two lists, b being the reference; infinite where they cannot be compared. */
export function relativeDifference(values: readonly number[], reference: readonly number[]): number {
  if (values.length !== reference.length || values.length === 0) return Number.POSITIVE_INFINITY;
  const each = values.map((value, at) => {
    const wanted = reference[at] as number;
    return value === wanted ? 0 : Math.abs(value - wanted) / Math.abs(wanted);
  });
  return each.every(Number.isFinite) ? Math.max(...each) : Number.POSITIVE_INFINITY;
}
