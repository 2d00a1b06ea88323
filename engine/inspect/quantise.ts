/** Values as bytes: 0 … 255 between `low` and `high`. */
export interface Quantised {
  readonly low: number;
  readonly high: number;
  readonly cells: Uint8Array<ArrayBuffer>;
}

/**
 * Rounds values to 256 steps. `around`: `zero` puts 0 in the middle, for weights; `range` takes the smallest and the
 * largest, 0 among them, for maps; a pair is taken as it is. Values that are no numbers count as `low`.
 */
export function quantise(values: ArrayLike<number>, around: 'zero' | 'range' | readonly [number, number]): Quantised {
  let low = 0;
  let high = 0;
  if (typeof around === 'string') {
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as number;
      if (value < low) low = value;
      if (value > high && value !== Number.POSITIVE_INFINITY) high = value;
    }
    if (low === Number.NEGATIVE_INFINITY) low = 0;
    if (around === 'zero') {
      high = Math.max(high, -low);
      low = -high;
    }
  } else [low, high] = around;
  const scale = high > low ? 255 / (high - low) : 0;
  const cells = new Uint8Array(values.length);
  for (let at = 0; at < cells.length; at++) {
    const value = (((values[at] as number) || 0) - low) * scale;
    cells[at] = value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
  }
  return { low, high, cells };
}
