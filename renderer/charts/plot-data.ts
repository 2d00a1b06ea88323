import type { Curve } from './series';

type Column = (number | null | undefined)[];

/**
 * Curves in uPlot's form: all x of all of them, ascending, then three columns a curve (raw, smoothed, validation) with
 * gaps (undefined) where one has no value. With `log`, what is not above 0 is null.
 */
export function plotData(curves: readonly Curve[], log: boolean): [number[], ...Column[]] {
  const xs = [...new Set(curves.flatMap((c) => [...c.xs, ...c.validation.map((v) => v.x)]))].sort((a, b) => a - b);
  const place = new Map(xs.map((x, i) => [x, i]));
  const column = (at: readonly number[], values: readonly number[]): Column => {
    const filled: Column = new Array(xs.length).fill(undefined);
    at.forEach((x, i) => {
      const value = values[i];
      const shown = value !== undefined && Number.isFinite(value) && (!log || value > 0);
      filled[place.get(x) ?? 0] = shown ? value : null;
    });
    return filled;
  };
  const columns = curves.flatMap((c) => [
    column(c.xs, c.raw),
    column(c.xs, c.smoothed),
    column(
      c.validation.map((v) => v.x),
      c.validation.map((v) => v.value),
    ),
  ]);
  return [xs, ...columns];
}
