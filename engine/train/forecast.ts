import { bytesAt, type MemoryLine, mostMemory } from '../compile/memory';
import type { Program } from '../compile/program';
import type { PreparedData } from '../data/parts/prepared';
import type { TrainingSettings } from '../graph/document';
import { fail, type Problem, type Result, succeed } from '../graph/problem';
import type { Executor, ExecutorRequest } from './executor';
import { type Pace, paceOf, timeEpoch } from './forecast-pace';
import { checkShapes, noMemory } from './memory/check';
import { freeMemory } from './memory/free-memory';
import { PeakMemory } from './memory/peak-memory';
import { Slices } from './pieces';
import type { RunDevice } from './run/start';
import { stepSettings } from './settings';
import { disposeState, initialState, readState } from './state';
import type { StepSettings } from './step';

/** What training takes on this machine. */
export interface Forecast {
  /** The most that this process has resident while it trains, in bytes. */
  readonly memory: number;
  /** How much of it the run adds to what the process holds anyway. */
  readonly added: number;
  /** One epoch with its validation. */
  readonly secondsPerEpoch: number;
}

interface ForecastRequest {
  readonly program: Program;
  readonly training: TrainingSettings;
  readonly data: PreparedData;
  readonly device: Pick<RunDevice, 'makeOps' | 'openNet'>;
  /** Of the steps that are measured; default the process' own. */
  readonly threads?: ExecutorRequest['threads'];
  /** Gives up: while the net is opened at once, later between two steps. */
  readonly signal?: AbortSignal;
  /** Bytes that are free; default what the system says. */
  readonly memoryLimit?: number;
  /** Seconds of steps to measure; a slow net gets the few steps that it takes to know anything. */
  readonly seconds?: number;
}

/** Above this share of the free memory, a net is first tried at small batches. */
const CAREFUL = 0.25;
const SMALL_BATCHES = [2, 4] as const;

/**
 * Measures what training takes, by training: the net is opened as a run opens it, takes a few steps of the run's batch
 * and evaluates a few batches, saves its state to nowhere, and is put away. Where the shapes or steps of small batches
 * tell that the memory does not suffice, no step of the run's batch is taken, and the answer is why. Undefined where it
 * was given up.
 */
export async function forecast(request: ForecastRequest): Promise<Result<Forecast> | undefined> {
  const { program, training, data, signal, memoryLimit } = request;
  const free = memoryLimit ?? freeMemory();
  const tooLarge = checkShapes(program, training, free);
  if (tooLarge) return fail(tooLarge);
  const update = stepSettings(training);
  if (!update.ok) return update;
  const peak = new PeakMemory();
  let executor: Executor | undefined;
  try {
    executor = await open(request, update.value);
    if (signal?.aborted) return undefined;
    await saveToNowhere(executor, update.value);
    const pace = { executor, parts: data.parts, update: update.value, training, signal };
    const isLarge = bytesAt(mostMemory(program, training), training.batch) > free * CAREFUL;
    const refused = isLarge ? await tryCarefully(pace, peak, free) : undefined;
    if (signal?.aborted) return undefined;
    if (refused) return fail(refused);
    const secondsPerEpoch = await timeEpoch(pace, request.seconds);
    if (typeof secondsPerEpoch === 'object') return fail(secondsPerEpoch);
    if (secondsPerEpoch === undefined) return undefined;
    return succeed({ memory: peak.bytes, added: peak.bytes - peak.before, secondsPerEpoch });
  } catch (error) {
    if (signal?.aborted) return undefined;
    throw error;
  } finally {
    executor?.dispose();
    peak.stop();
  }
}

async function open({ program, training, data, device, threads, signal }: ForecastRequest, update: StepSettings) {
  const state = await initialState(program, update.optimizer, training.seed, { slices: new Slices(signal) });
  const model = { program, steps: data.steps };
  const { fields, parts } = data;
  const net = { model, ops: device.makeOps(), fields, state, update, part: parts.train, threads, signal };
  return device.openNet(net, () => {});
}

/** Takes a step at each of two small batches: memory grows with the batch along the line through both peaks. */
async function tryCarefully(pace: Pace, peak: PeakMemory, free: number): Promise<Problem | undefined> {
  const { training } = pace;
  const added: number[] = [];
  for (const batch of SMALL_BATCHES) {
    if (batch >= training.batch) return undefined;
    const taken = await paceOf({ ...pace, training: { ...training, batch } }, { steps: 1 });
    if (pace.signal?.aborted || taken.problem) return taken.problem;
    added.push(peak.bytes - peak.before);
  }
  const [small, large] = added as [number, number];
  const perSample = (large - small) / (SMALL_BATCHES[1] - SMALL_BATCHES[0]);
  const line: MemoryLine = { fixed: large - perSample * SMALL_BATCHES[1], perSample };
  const needs = bytesAt(line, training.batch);
  return needs > free ? noMemory(training, needs, free, line) : undefined;
}

/** A run saves its first state before its first step, for which the state is copied. */
async function saveToNowhere(executor: Executor, { optimizer }: StepSettings): Promise<void> {
  const state = await executor.state();
  readState(state, executor.model.program, optimizer);
  disposeState(state);
}
