import type { Program, Weight } from '../../compile/program';
import type { PreparedData } from '../../data/parts/prepared';
import type { Problem } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { EpochPoint, Point, RunState } from '../../protocol';
import { brokenWeightProblem } from '../diagnosis';
import type { Executor } from '../executor';
import { allFinite } from '../finite';
import type { LoopEnd, LoopEvents, TrainingLoop } from '../loop';
import { isOutOfMemory } from '../memory/out-of-memory';
import { NetError } from '../net-error';
import { type Pieces, Slices } from '../pieces';
import { disposeState, readState, type StateValues } from '../state';
import type { StepSettings } from '../step';
import { updateRatio } from '../update-ratio';
import type { Manifest } from './manifest';
import type { RunWriter } from './run-writer';

export interface LiveRunParts {
  readonly folder: string;
  readonly executor: Executor;
  readonly data: PreparedData;
  readonly update: StepSettings;
  readonly writer: RunWriter;
  readonly listeners: {
    state(state: RunState): void;
    point(point: Point): void;
    epoch(epoch: EpochPoint): void;
    notice(problem: Problem): void;
    step?(): void;
  };
  readonly manifest: Manifest;
}

/** A run's end, with everything that stands in its manifest. */
export interface RunEnd extends LoopEnd {
  readonly manifest: Manifest;
}

/** A step that TensorFlow refuses ends the run; where it lacks memory, others know what to do. */
function refused(error: unknown): LoopEnd {
  if (!(error instanceof NetError) || isOutOfMemory(error)) throw error;
  const { node } = error;
  const why = error.why.split('\n')[0] ?? '';
  const told = problem(
    'train/refused',
    { why, ...(node !== undefined && { node }) },
    node === undefined ? {} : { node },
  );
  return { state: 'failed', problem: told, metrics: {} };
}

/** The first weight that is not finite throughout. */
function* firstBroken({ weights }: Program, values: StateValues): Pieces<Weight | undefined> {
  for (const weight of weights) {
    const numbers = values[weight.name]?.values;
    if (numbers && !(yield* allFinite(numbers))) return weight;
    yield;
  }
  return undefined;
}

/** A run that is being trained: its tensors, its commands and its files. */
export class LiveRun {
  readonly loop: TrainingLoop;
  /** Mean size of the last measured step over mean size of the weights, by index of the weight. */
  readonly updateRatios = new Map<number, number>();
  private current: Manifest;
  private measured: readonly number[] = [];
  private before: ReadonlyMap<number, Float32Array> = new Map();

  constructor(
    readonly parts: LiveRunParts,
    makeLoop: (events: LoopEvents) => TrainingLoop,
  ) {
    this.current = parts.manifest;
    this.loop = makeLoop({
      state: (state) => this.tellState(state),
      point: (point) => {
        parts.writer.point(point);
        parts.listeners.point(point);
      },
      epoch: (epoch) => {
        parts.writer.epoch(epoch);
        parts.listeners.epoch(epoch);
        const { train, validation } = epoch;
        this.current = { ...this.current, metrics: { train, ...(validation && { validation }) } };
      },
      boundary: (at, improved) => this.boundary(at, improved),
    });
  }

  get folder(): string {
    return this.parts.folder;
  }

  get manifest(): Manifest {
    const { step: steps, epoch: epochs, seconds, best } = this.loop.counters;
    const { samplesPerSecond } = this.loop;
    return { ...this.current, steps, epochs, seconds, samplesPerSecond, ...(best && { best }) };
  }

  /** Trains to the end and leaves the folder complete. The tensors stay until `dispose`. */
  async run(): Promise<RunEnd> {
    const { writer } = this.parts;
    await writer.manifest(this.manifest);
    // The first weights are kept as well: a run that is killed before its first checkpoint begins again from them.
    const unsaved = this.loop.counters.step === 0 ? await this.save(false) : undefined;
    if (unsaved) this.parts.listeners.notice(unsaved);
    const end = await this.loop.run().catch(refused);
    const failed = end.problem ?? (end.state === 'failed' ? undefined : await this.save(false));
    return this.end(end, failed);
  }

  /** Ends a run that cannot go on, and says why in its folder. */
  fail(problem: Problem): Promise<RunEnd> {
    return this.end({ state: 'failed', metrics: {} }, problem);
  }

  private async end(end: LoopEnd, failed: Problem | undefined): Promise<RunEnd> {
    const { writer } = this.parts;
    const state = failed ? 'failed' : end.state;
    await writer.flush();
    const { train, validation } = this.current.metrics;
    const metrics = { ...(train && { train }), ...(validation && { validation }), ...end.metrics };
    const { process: _, ...rest } = this.manifest;
    const ended = new Date().toISOString();
    const manifest: Manifest = { ...rest, state, ended, metrics, ...(failed && { problems: [{ ...failed }] }) };
    this.current = manifest;
    await writer.manifest(manifest);
    return { ...end, state, problem: failed, manifest };
  }

  /** Frees the tensors; nothing of the run can be looked at any more. */
  dispose(): void {
    this.parts.executor.dispose();
  }

  /** Measures the next step: how far it moves these weights, by index. */
  measureUpdates(weights: readonly number[]): void {
    this.measured = weights;
  }

  private tellState(state: RunState): void {
    this.current = { ...this.current, state };
    this.parts.listeners.state(state);
  }

  private async boundary(at: 'step' | 'epoch' | 'pause', improved: boolean): Promise<Problem | undefined> {
    const { writer, listeners } = this.parts;
    if (at === 'step') await this.compareWeights();
    listeners.step?.();
    if (at === 'step' && !writer.isCheckpointDue) {
      if (writer.isFlushDue) await writer.flush();
      return undefined;
    }
    const problem = await this.save(improved);
    if (!problem && at === 'epoch') await writer.manifest(this.manifest);
    return problem;
  }

  /** After a step: compares with what was kept before it, and keeps what is to be compared after the next. */
  private async compareWeights(): Promise<void> {
    if (this.before.size === 0 && this.measured.length === 0) return;
    const { executor } = this.parts;
    const read = async (index: number) => {
      const [weight] = await executor.weights([index]);
      const values = Float32Array.from(weight?.dataSync() ?? []);
      weight?.dispose();
      return values;
    };
    for (const [index, before] of this.before) {
      const ratio = updateRatio(before, await read(index));
      if (ratio !== undefined) this.updateRatios.set(index, ratio);
    }
    const kept = this.measured;
    this.measured = [];
    this.before = new Map(await Promise.all(kept.map(async (index) => [index, await read(index)] as const)));
  }

  /** Writes a checkpoint unless the newest stands here already; weights that are not finite are never written. */
  private async save(improved: boolean): Promise<Problem | undefined> {
    const { executor, update, writer } = this.parts;
    const { program } = executor.model;
    const { counters } = this.loop;
    if (writer.isSaved(counters)) return undefined;
    const state = await executor.state();
    const values = readState(state, program, update.optimizer);
    disposeState(state);
    const broken = await new Slices().do(firstBroken(program, values));
    if (broken) {
      const { learningRate, settings } = this.loop;
      return brokenWeightProblem(broken.name, counters.step, learningRate, settings);
    }
    await writer.checkpoint(counters, values, improved && counters.best?.step === counters.step);
    return undefined;
  }
}
