import type { EpochPoint, Point } from '../../engine/protocol';
import { smooth, thin } from './smooth';
import type { XAxis } from './x-axis';

/** One run's curve of one quantity. */
export interface Curve {
  readonly name: string;
  /** 1 to 5: the run's hue. */
  readonly hue: number;
  /** Places on the x axis, ascending. */
  readonly xs: readonly number[];
  readonly raw: readonly number[];
  readonly smoothed: readonly number[];
  readonly validation: readonly { x: number; value: number }[];
}

/** What is drawn of a run. */
export interface Drawn {
  readonly title: string;
  readonly points: readonly Point[];
  readonly epochs: readonly EpochPoint[];
}

/** As many points as a chart 1,500 px wide can show. */
const MOST = 1500;

/**
 * The curve of `quantity` (`loss`, or the name of a metric) for one run, smoothed and thinned to what can be seen.
 */
export function curveOf(run: Drawn, quantity: string, smoothing: number, axis: XAxis, hue = 1): Curve {
  const all = Float64Array.from(run.points, (p) =>
    quantity === 'loss' ? p.loss : (p.metrics[quantity] ?? Number.NaN),
  );
  const even = smooth(all, smoothing);
  const kept = thin(all, MOST);
  return {
    name: run.title,
    hue,
    xs: kept.map((i) => axis.at(run.points[i]?.step ?? 0)),
    raw: kept.map((i) => all[i] ?? Number.NaN),
    smoothed: kept.map((i) => even[i] ?? Number.NaN),
    validation: run.epochs.flatMap((epoch) => {
      const value = epoch.validation?.[quantity];
      return value === undefined ? [] : [{ x: axis.at(epoch.step), value }];
    }),
  };
}

/** Names of the metrics that a run reports, in its own order. */
export function metricNames(points: readonly Point[]): string[] {
  return Object.keys(points[0]?.metrics ?? {});
}

/**
 * A run's numbers as a table with commas: a line a step, validation at the ends of epochs. Names with commas or quotes
 * are quoted (RFC 4180).
 */
export function csvOf({ points, epochs }: Omit<Drawn, 'title'>): string {
  const metrics = metricNames(points);
  const validated = Object.keys(epochs.find((epoch) => epoch.validation)?.validation ?? {});
  const names = [
    'step',
    'epoch',
    'learning rate',
    'loss',
    ...metrics,
    ...validated.map((name) => `validation ${name}`),
  ];
  const ends = new Map(epochs.map((epoch) => [epoch.step, epoch.validation ?? {}]));
  const lines = points.map((point) => [
    point.step,
    point.epoch,
    point.learningRate,
    point.loss,
    ...metrics.map((name) => point.metrics[name] ?? ''),
    ...validated.map((name) => ends.get(point.step)?.[name] ?? ''),
  ]);
  const quoted = (cell: string | number) =>
    typeof cell === 'string' && /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : String(cell);
  return `${[names, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}
