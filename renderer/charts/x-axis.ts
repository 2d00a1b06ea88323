import type { EpochPoint } from '../../engine/protocol';
import { formatDuration, formatExact } from '../ui/format';

/** What the x axis counts. */
export type AxisKind = 'epoch' | 'step' | 'time';

/** How far a run has come, where its epochs do not tell it yet. */
export interface Pace {
  readonly stepsPerEpoch?: number;
  /** Seconds that a step takes. */
  readonly secondsPerStep?: number;
}

/** Turns a run's steps into places on an x axis. */
export interface XAxis {
  readonly at: (step: number) => number;
}

/**
 * Epochs count in whole steps of equal number; time runs evenly within an epoch, by the seconds that each took, and
 * after the last at its pace.
 */
export function xAxisOf(kind: AxisKind, epochs: readonly EpochPoint[], pace: Pace = {}): XAxis {
  if (kind === 'epoch') return { at: (step) => step / Math.max(1, stepsPerEpoch(epochs, pace)) };
  if (kind === 'time') return { at: secondsAt(epochs, pace) };
  return { at: (step) => step };
}

function stepsPerEpoch(epochs: readonly EpochPoint[], pace: Pace): number {
  const last = epochs.at(-1);
  return last ? last.step / last.epoch : (pace.stepsPerEpoch ?? 1);
}

function secondsAt(epochs: readonly EpochPoint[], pace: Pace): (step: number) => number {
  const ends = [{ step: 0, time: 0 }];
  for (const { step, seconds } of epochs) ends.push({ step, time: (ends.at(-1)?.time ?? 0) + seconds });
  const [before, last] = [ends.at(-2), ends.at(-1)];
  const rate =
    before && last && last.step > before.step
      ? (last.time - before.time) / (last.step - before.step)
      : (pace.secondsPerStep ?? 0);
  return (step) => {
    const next = ends.findIndex((end) => end.step >= step);
    const from = ends[next < 0 ? ends.length - 1 : Math.max(0, next - 1)] ?? { step: 0, time: 0 };
    const to = next > 0 ? ends[next] : undefined;
    if (!to) return from.time + (step - from.step) * rate;
    return from.time + ((step - from.step) / (to.step - from.step)) * (to.time - from.time);
  };
}

/** Words at a place on the axis. */
export const axisWords: Readonly<Record<AxisKind, (x: number) => string>> = {
  epoch: (x) => `epoch ${formatExact(x)}`,
  step: (x) => formatExact(x),
  time: (x) => formatDuration(x),
};

/** Epoch lines between 0 and `most`, thinned to at most `count`: 1, 2, 5, 10 … apart. */
export function epochPlaces(most: number, count: number): number[] {
  let apart = 1;
  for (const factor of [2, 2.5, 2, 2, 2.5, 2, 2, 2.5, 2]) if (most / apart > count) apart *= factor;
  return Array.from({ length: Math.floor(most / apart) }, (_, i) => (i + 1) * apart);
}
