import type { Answer } from './contenders/serve';
import { ContenderProcess, type Launch } from './process';

export type Side = 'netloom' | 'tfjs' | 'keras' | 'pytorch';

/** One way of one side to run a net. */
export interface Variant {
  readonly side: Side;
  /** Such as `jit`; empty where there is one only. */
  readonly variant: string;
  readonly launch: Launch;
}

/** What one contender did with one net. */
export interface Measured {
  readonly side: Side;
  readonly variant: string;
  /** Why it took no part, or not to the end. */
  readonly failure?: string;
  /** Of the first steps. */
  readonly losses?: readonly number[];
  /** First logits of the first sample. */
  readonly logits?: readonly number[];
  /** Samples a second, a window each, by what was measured (`train`, `batch1` …). */
  readonly rates: Readonly<Record<string, readonly number[]>>;
  /** Seconds from the start of building, and from the start of the process, to the end of the first step. */
  readonly firstStep?: number;
  readonly sinceStart?: number;
  /** Most bytes of memory. */
  readonly peak?: number;
}

export interface Windows {
  readonly rounds: number;
  /** Seconds that a window lasts at least. */
  readonly seconds: number;
}

/** A kind of window: so many samples a step. */
export interface Task {
  readonly name: string;
  readonly batch: number;
  readonly kind: 'train' | 'infer';
}

/** Steps whose losses are compared, and which every memory holds. */
const FIRST_STEPS = 3;
const LEAST_STEPS = 2;
const WARM_UPS = 2;

interface Running {
  readonly variant: Variant;
  readonly process: ContenderProcess;
  readonly rates: Record<string, number[]>;
  steps: Record<string, number>;
  measured: Omit<Measured, 'rates'>;
}

/**
 * Starts every contender, one after the other, and lets them take windows in turn, so that a busy machine slows all of
 * them down alike. All are ended before it returns. One that fails drops out.
 */
export async function measure(
  variants: readonly Variant[],
  tasks: readonly Task[],
  { rounds, seconds }: Windows,
  note: (text: string) => void,
): Promise<Measured[]> {
  const all: Running[] = [];
  const attempt = async (running: Running, work: () => Promise<void>): Promise<void> => {
    if (running.measured.failure !== undefined) return;
    try {
      await work();
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      running.measured = { ...running.measured, failure };
      await running.process.stop();
    }
  };
  try {
    for (const variant of variants) {
      note(`starting ${nameOf(variant)}`);
      const { side, variant: name, launch } = variant;
      const process = new ContenderProcess(launch);
      const running: Running = { variant, process, rates: {}, steps: {}, measured: { side, variant: name } };
      all.push(running);
      await attempt(running, () => open(running, tasks.some(({ kind }) => kind === 'train') ? FIRST_STEPS : 0));
    }
    for (let warm = 0; warm < WARM_UPS && rounds > 0; warm++) {
      for (const running of all) {
        note(`warming up ${nameOf(running.variant)}`);
        await attempt(running, async () => {
          for (const task of tasks) await warmUp(running, task, seconds);
        });
      }
    }
    for (let round = 1; round <= rounds; round++) {
      note(`round ${round} of ${rounds}`);
      for (const task of tasks) {
        for (const running of all) {
          await attempt(running, async () => {
            const answer = await window(running, task, running.steps[task.name] ?? LEAST_STEPS);
            const list = running.rates[task.name] ?? [];
            running.rates[task.name] = [...list, rateOf(answer, task)];
          });
        }
      }
    }
    for (const running of all) {
      await attempt(running, async () => {
        const { peak } = await running.process.ask({ do: 'memory' });
        running.measured = { ...running.measured, peak };
      });
    }
  } finally {
    for (const { process } of all) await process.stop();
  }
  return all.map(({ measured, rates }) => ({ ...measured, rates }));
}

/** `keras jit`, `netloom` */
export const nameOf = ({ side, variant }: Pick<Variant, 'side' | 'variant'>): string =>
  variant === '' ? side : `${side} ${variant}`;

async function open(running: Running, steps: number): Promise<void> {
  const { losses, firstStep, rest = 0 } = await running.process.ask({ do: 'open', steps });
  if (steps === 0) return;
  running.measured = { ...running.measured, losses, firstStep, sinceStart: running.process.age - rest };
}

const window = ({ process }: Running, { kind, batch }: Task, steps: number): Promise<Answer> =>
  process.ask(kind === 'train' ? { do: 'train', steps } : { do: 'infer', steps, batch });

const rateOf = ({ steps = 0, seconds = Number.NaN }: Answer, { batch }: Task): number => (steps * batch) / seconds;

/** Finds how many steps a window takes; the first steps of all may compile and tell too little. */
async function warmUp(running: Running, task: Task, seconds: number): Promise<void> {
  const answer = await window(running, task, running.steps[task.name] ?? LEAST_STEPS);
  const each = (answer.seconds ?? 0) / (answer.steps ?? 1);
  running.steps[task.name] = Math.max(LEAST_STEPS, Math.ceil(seconds / each));
  if (answer.logits && running.measured.logits === undefined) {
    running.measured = { ...running.measured, logits: answer.logits };
  }
}
