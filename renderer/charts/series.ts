import type { EpochPoint, Point } from '../../engine/protocol';
import { smooth, thin } from './smooth';

/** One run's curve of one quantity. x is in steps. */
export interface Curve {
  readonly name: string;
  /** 1 to 5: the run's hue. */
  readonly hue: number;
  readonly steps: readonly number[];
  readonly raw: readonly number[];
  readonly smoothed: readonly number[];
  readonly validation: readonly { step: number; value: number }[];
}

/** As many points as a chart 1,500 px wide can show. */
const MOST = 1500;

/**
 * The curve of `quantity` (`loss`, or the name of a metric) for one run, smoothed and thinned to what can be seen.
 */
export function curveOf(
  run: { title: string; points: readonly Point[]; epochs: readonly EpochPoint[] },
  quantity: string,
  smoothing: number,
  hue = 1,
): Curve {
  const all = Float64Array.from(run.points, (p) =>
    quantity === 'loss' ? p.loss : (p.metrics[quantity] ?? Number.NaN),
  );
  const even = smooth(all, smoothing);
  const kept = thin(all, MOST);
  return {
    name: run.title,
    hue,
    steps: kept.map((i) => run.points[i]?.step ?? 0),
    raw: kept.map((i) => all[i] ?? Number.NaN),
    smoothed: kept.map((i) => even[i] ?? Number.NaN),
    validation: run.epochs.flatMap((epoch) => {
      const value = epoch.validation?.[quantity];
      return value === undefined ? [] : [{ step: epoch.step, value }];
    }),
  };
}

/** Names of the metrics that a run reports, in its own order. */
export function metricNames(points: readonly Point[]): string[] {
  return Object.keys(points[0]?.metrics ?? {});
}

/** Where an x axis shows the ends of epochs, thinned to at most `most` labels. */
export function epochTicks(epochs: readonly EpochPoint[], most: number): { step: number; label: string }[] {
  const every = Math.max(1, Math.ceil(epochs.length / most));
  return epochs
    .filter((_, i) => (i + 1) % every === 0)
    .map((epoch) => ({ step: epoch.step, label: `epoch ${epoch.epoch}` }));
}
