import type { Parts } from '../data/parts/split';
import type { TrainingSettings } from '../graph/document';
import type { Problem } from '../graph/problem';
import { evaluate } from './evaluate';
import type { Executor } from './executor';
import { TrainingLoop } from './loop';
import { MetricsFile } from './run/metrics-file';
import type { StepSettings } from './step';

/** A net whose steps are timed. */
export interface Pace {
  readonly executor: Executor;
  readonly parts: Parts;
  readonly update: StepSettings;
  readonly training: TrainingSettings;
  readonly signal?: AbortSignal | undefined;
}

/** What ends the timing; the first step, in which TensorFlow makes ready, counts for none of it. */
interface Budget {
  /** Steps in all, however little time they take. */
  readonly steps: number;
  /** Seconds after which a few steps are enough, and after which one is. */
  readonly seconds?: number;
}

/** Seconds of steps, unless another time is asked for. */
const SECONDS = 1;
const MOST_STEPS = 1000;
const FEW_STEPS = 3;
/** A step that lasts longer than so many budgets is not waited for again. */
const PATIENCE = 4;
/** Share of the time for steps that the validation gets. */
const VALIDATION = 0.4;

/** Seconds of an epoch with its validation; a problem where its figures are not finite, undefined where given up. */
export async function timeEpoch(pace: Pace, seconds = SECONDS): Promise<number | Problem | undefined> {
  const { parts, training, signal } = pace;
  const { times, problem } = await paceOf(pace, { steps: MOST_STEPS, seconds });
  if (problem) return problem;
  const step = typical(times);
  if (signal?.aborted || step === undefined) return undefined;
  const steps = Math.ceil(parts.train.count / training.batch);
  const validation = await timeValidation(pace, Math.min(seconds * VALIDATION, 2 * step * steps), step);
  return validation === undefined ? undefined : step * steps + validation;
}

/** Takes steps as a run takes them, all that comes between two of them included; seconds from one to the next. */
export async function paceOf(
  { executor, parts, update, training, signal }: Pace,
  { steps, seconds = 0 }: Budget,
): Promise<{ times: number[]; problem?: Problem | undefined }> {
  const times: number[] = [];
  const none = <P extends Parts[keyof Parts]>(part: P) => ({ ...part, count: 0 });
  const began = performance.now();
  let last: number | undefined;
  // A run writes down every step, which takes as long as a small net's step; these are never flushed.
  const metrics = new MetricsFile('', 0);
  const loop: TrainingLoop = new TrainingLoop({
    executor,
    parts: { train: parts.train, validation: none(parts.validation), test: none(parts.test) },
    update,
    settings: { ...training, epochs: Number.MAX_SAFE_INTEGER, monitor: undefined },
    events: {
      state: () => {},
      point: (point) => {
        metrics.point(point);
        const now = performance.now();
        if (last !== undefined) times.push((now - last) / 1000);
        last = now;
        const spent = (now - began) / 1000;
        const enough = times.length >= FEW_STEPS ? spent >= seconds : times.length > 0 && spent >= PATIENCE * seconds;
        if (enough || times.length + 1 >= steps) loop.stop();
      },
      epoch: () => {},
      boundary: async () => {
        if (signal?.aborted) loop.stop();
        return undefined;
      },
    },
  });
  const { problem } = await loop.run();
  return { times, problem };
}

/** Seconds of an evaluation of the validation part, by as many of its batches as fit into a time. */
async function timeValidation(pace: Pace, seconds: number, step: number): Promise<number | undefined> {
  const { executor, parts, training, signal } = pace;
  const part = parts.validation;
  if (part.count === 0) return 0;
  const go = (samples: number) =>
    evaluate(executor, { ...part, count: samples }, training.batch, async () => !signal?.aborted);
  const one = Math.min(part.count, training.batch);
  // The first batch makes ready; where steps are slow it has to do for all.
  const warmed = performance.now();
  if (!(await go(one))) return undefined;
  const first = (performance.now() - warmed) / 1000;
  if (step > seconds) return (first * part.count) / one;
  const batches = Math.max(1, Math.floor(seconds / step));
  const samples = Math.min(part.count, batches * training.batch);
  const started = performance.now();
  if (!(await go(samples))) return undefined;
  return (((performance.now() - started) / 1000) * part.count) / samples;
}

/** The mean, in which a step counts for at most three times the median one: a pause of the machine is no pace. */
function typical(times: readonly number[]): number | undefined {
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  return median && times.reduce((sum, time) => sum + Math.min(time, 3 * median), 0) / times.length;
}
