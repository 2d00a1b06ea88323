import type { Point, RunSummary } from '../../engine/protocol';
import type { Pace } from '../charts/x-axis';

/** The first metric that a run reports beside its loss. */
export const firstMetric = (run: RunSummary | undefined): string | undefined =>
  Object.keys(run?.metrics.validation ?? run?.metrics.train ?? {}).find((name) => !/(^|\/)loss$/.test(name));

/** What a run came to: on the test part, else on validation, else on training. */
export const resultOf = ({ metrics }: RunSummary, name: string | undefined): number | undefined =>
  name === undefined ? undefined : (metrics.test?.[name] ?? metrics.validation?.[name] ?? metrics.train?.[name]);

/** How a run went, where no epoch has ended. */
export const paceOf = ({ seconds, steps }: RunSummary, points: readonly Point[]): Pace => ({
  stepsPerEpoch: points.at(-1)?.step,
  secondsPerStep: seconds !== undefined && steps > 0 ? seconds / steps : undefined,
});
