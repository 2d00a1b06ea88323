import type { TrainingSettings } from '../graph/document';
import type { Best, Counters } from './counters';
import type { Figures } from './evaluate';
import { isHigherBetter, type Measure } from './metric-names';

/**
 * What an epoch's figures do to the best one so far. Without a setting the loss decides; figures come from the
 * validation part where there is one. `stop` says that the patience is used up.
 */
export function judgeEpoch(
  counters: Pick<Counters, 'best' | 'waited'>,
  monitor: TrainingSettings['monitor'],
  figures: { train: Figures; validation?: Figures },
  at: { epoch: number; step: number },
  measures: readonly Measure[],
): {
  best?: Best;
  waited: number;
  improved: boolean;
  stop: boolean /** The figure, of which less is better. */;
  cost: number;
} {
  const source = figures.validation ?? figures.train;
  const metric = monitor && monitor.metric in source ? monitor.metric : 'loss';
  const value = source[metric] as number;
  const { best } = counters;
  const sign = isHigherBetter(measures, metric) ? -1 : 1;
  const improved = !best || best.metric !== metric || sign * value < sign * best.value;
  const waited = improved ? 0 : counters.waited + 1;
  const stop = monitor?.patience !== undefined && waited >= Math.max(1, monitor.patience);
  return { best: improved ? { metric, value, ...at } : best, waited, improved, stop, cost: sign * value };
}
