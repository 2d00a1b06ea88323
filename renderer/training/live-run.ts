import type { EpochPoint, Point } from '../../engine/protocol';

/** The run that is under way or has just ended, as the charts and nodes show it. */
export interface LiveRun {
  /** Its folder. */
  readonly path: string;
  readonly title: string;
  /** Kept whole: a million points are 40 MB; charts thin them. Appended to in place, `Trainer.arrivals` tells. */
  readonly points: Point[];
  readonly epochs: readonly EpochPoint[];
}

/** A run to go on with; with a smaller batch where memory ran out. */
export interface RunAgain {
  readonly resume: string;
  readonly title: string;
  readonly smallerBatch?: boolean;
}

/**
 * Appends points in place. A run that went on from a checkpoint repeats the steps after it: those told before give way.
 */
export function appendPoints(kept: Point[], arrived: readonly Point[]): void {
  const first = arrived[0]?.step;
  if (first !== undefined && (kept.at(-1)?.step ?? -1) >= first) {
    const from = kept.findIndex((point) => point.step >= first);
    kept.length = from;
  }
  for (const point of arrived) kept.push(point);
}

/** The epochs with a further one, which takes the place of what a resumed run told before. */
export const withEpoch = (kept: readonly EpochPoint[], arrived: EpochPoint): EpochPoint[] => [
  ...kept.filter((epoch) => epoch.epoch < arrived.epoch),
  arrived,
];

/** The folder that a path lies in. */
export const folderOf = (path: string): string => path.replace(/[/\\][^/\\]+$/, '');
