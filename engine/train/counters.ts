import type { ScheduleMemory } from '../schedules/contract/schedule';

/** Where a run stands, exactly: with the state's tensors it is all that going on needs. Part of every checkpoint. */
export interface Counters {
  /** Steps done. */
  readonly step: number;
  /** Epochs done, validation included. */
  readonly epoch: number;
  /** Batches done of the epoch that is under way. */
  readonly batch: number;
  /** Samples that this epoch has seen, and the sums of loss and measures over them. */
  readonly samples: number;
  readonly sums: readonly number[];
  /** The optimizer's, before the schedule; or, once a person has set it, the one that holds without one. */
  readonly learningRate: number;
  readonly rateByHand: boolean;
  /** What a schedule that follows the run remembers. */
  readonly schedule?: ScheduleMemory;
  /** The best epoch so far by the monitored figure. */
  readonly best?: Best;
  /** Epochs since then. */
  readonly waited: number;
  /** Seconds of training so far, pauses left out: of the run, and of the epoch under way. */
  readonly seconds: number;
  readonly epochSeconds: number;
  /** Samples trained on in all. */
  readonly seen: number;
}

export interface Best {
  readonly metric: string;
  readonly value: number;
  readonly epoch: number;
  readonly step: number;
}

/** A run's beginning; `figures` is how many numbers a step reports. */
export const firstCounters = (learningRate: number, figures: number): Counters => ({
  step: 0,
  epoch: 0,
  batch: 0,
  samples: 0,
  sums: new Array<number>(figures).fill(0),
  learningRate,
  rateByHand: false,
  waited: 0,
  seconds: 0,
  epochSeconds: 0,
  seen: 0,
});
