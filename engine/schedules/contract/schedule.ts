import type { Doc } from '../../layers/contract/layer';
import type { Params, Values } from '../../layers/contract/params';

/** What a schedule that follows the run remembers of the epochs behind it: part of every checkpoint. */
export type ScheduleMemory = Readonly<Record<string, number>>;

/** Where a run stands. */
export interface Progress {
  /** Steps done, from 0. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** What `follow` gave last; absent in the first epoch. */
  readonly memory?: ScheduleMemory;
}

/** One schedule of the learning rate, one file: plain numbers, worked out anew at every step. */
export interface Schedule<P extends Params = Params> {
  readonly kind: string;
  readonly title: string;
  readonly doc: Doc;
  readonly params: P;
  /** What the optimizer's own learning rate is multiplied with at this step. */
  factor(p: Values<P>, at: Progress): number;
  /**
   * For one that depends on how the run goes: at the end of each epoch it gets the monitored figure, of which less is
   * better, and gives what is remembered from then on.
   */
  follow?(p: Values<P>, figure: number, memory: ScheduleMemory | undefined): ScheduleMemory;
  readonly examples: readonly {
    readonly params?: Partial<Values<P>>;
    readonly at: Progress;
    readonly factor: number;
    /** Where the number comes from. */
    readonly by: string;
  }[];
}

/** Checks the value against the contract and widens its parameter type for the registry. */
export const defineSchedule = <const P extends Params>(schedule: Schedule<P>): Schedule =>
  schedule as unknown as Schedule;
