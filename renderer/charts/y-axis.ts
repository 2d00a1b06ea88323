import type { Curve } from './series';

/** From this many points on, the first climb may leave the picture, so that the rest can be read. */
const SETTLED = 60;
/** A bounded curve that hardly moves is shown with this part of the whole below it. */
const LEAST_PART = 100;

/**
 * The part of y that a chart shows: all that is smoothed and validated. Raw values may leave it, and so may the first
 * tenth of a long linear curve that is bounded above, such as accuracy.
 *
 * @param most where y ends by nature
 */
export function yRange(curves: readonly Curve[], log: boolean, most?: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const take = (value: number) => {
    if (!Number.isFinite(value) || (log && value <= 0)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const { smoothed, validation } of curves) {
    const skipped = most !== undefined && smoothed.length > SETTLED ? Math.floor(smoothed.length / 10) : 0;
    for (let i = skipped; i < smoothed.length; i++) take(smoothed[i] ?? Number.NaN);
    for (const { value } of validation) take(value);
  }
  if (low > high) return log ? [0.1, 1] : [0, most ?? 1];
  if (log) return [low / 1.4, high * 1.2];
  // Of shares at least so much that lines a tenth of a per cent apart have words of their own.
  if (most !== undefined) low = Math.min(low, high - most / LEAST_PART);
  const room = Math.max((high - low) * 0.08, 1e-6);
  return [
    most !== undefined ? Math.max(0, low - room) : low - room,
    Math.min(most ?? Number.POSITIVE_INFINITY, high + room),
  ];
}

/**
 * Places of a logarithmic axis: the whole multiples of the powers of ten from `low` to `high`, both over 0. uPlot's own
 * never come to an end where `low` lies just under a power of ten.
 */
export function logSplits(low: number, high: number): number[] {
  const places: number[] = [];
  if (!(low > 0 && Number.isFinite(high))) return places;
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (let digit = 1; digit <= 9; digit++) {
      // Written in decimals, so that 3e-1 is 0.3 and not 0.30000000000000004.
      const place = Number(`${digit}e${power}`);
      if (place >= low && place <= high) places.push(place);
    }
  }
  return places;
}

/** Of the places that a logarithmic axis offers, those that get a line and words: powers of ten, or 1, 2 and 5. */
export function logPlaces(splits: readonly number[]): (number | null)[] {
  const lead = (value: number) => {
    const digit = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
    return Math.abs(digit - Math.round(digit)) < 1e-6 ? Math.round(digit) : 0;
  };
  const tens = splits.filter((value) => value > 0 && lead(value) === 1);
  const shown = tens.length >= 2 ? [1] : [1, 2, 5];
  return splits.map((value) => (value > 0 && shown.includes(lead(value)) ? value : null));
}
