import { epochOrder } from '../data/parts/batches';
import type { Parts } from '../data/parts/split';
import type { TrainingSettings } from '../graph/document';
import type { Problem } from '../graph/problem';
import { problem } from '../graph/problems';
import type { EpochPoint, Point, RunState } from '../protocol';
import { StepClock } from './clock';
import { type Counters, firstCounters } from './counters';
import { brokenWeight, brokenWeightProblem, diagnose } from './diagnosis';
import { evaluate, type Figures } from './evaluate';
import type { Executor } from './executor';
import { disposeBatch } from './feed';
import { type Measure, measuresOf, reported } from './metric-names';
import { judgeEpoch } from './monitor';
import { turn } from './pieces';
import type { StepSettings } from './step';
import { TrainingBatches } from './training-batches';

export interface LoopSetup {
  readonly executor: Executor;
  readonly parts: Parts;
  readonly update: StepSettings;
  readonly settings: TrainingSettings & { /** Ends the run after so many steps in all. */ readonly steps?: number };
  /** Where to go on; absent: from the beginning. */
  readonly counters?: Counters;
  readonly events: LoopEvents;
}

/** What the loop tells while it runs. All are called between steps. */
export interface LoopEvents {
  state(state: RunState): void;
  point(point: Point): void;
  epoch(epoch: EpochPoint, improved: boolean): void;
  /** After every step and epoch and when paused, once `counters` and the state agree; what it answers ends the run. */
  boundary(at: 'step' | 'epoch' | 'pause', improved: boolean): Promise<Problem | undefined>;
}

export interface LoopEnd {
  readonly state: 'finished' | 'stopped' | 'failed';
  readonly problem?: Problem;
  readonly metrics: { train?: Figures; validation?: Figures; test?: Figures };
}

/**
 * Trains a net step by step. Commands may come at any time and take effect at the next step's end; everything that a
 * run depends on stands in the executor and in `counters`, so that it can go on from there as if it had never stopped.
 */
export class TrainingLoop {
  counters: Counters;
  private readonly measures: readonly Measure[];
  private readonly clock: StepClock;
  private readonly train: TrainingBatches;
  private wanted: 'go' | 'pause' | 'stop' = 'go';
  private wake: (() => void) | undefined;
  /** Milliseconds spent paused. */
  private idle = 0;
  private last: LoopEnd['metrics'] = {};

  constructor(private readonly setup: LoopSetup) {
    const { executor, parts, update, settings } = setup;
    const { model } = executor;
    this.measures = measuresOf(model.program, true);
    this.counters = setup.counters ?? firstCounters(Number(update.params.learningRate), 1 + this.measures.length);
    this.train = new TrainingBatches(executor, parts.train, settings.batch);
    this.clock = new StepClock();
  }

  get settings(): TrainingSettings {
    return this.setup.settings;
  }

  /** Steps of the whole run: those done, which may have been of larger batches, and those to do. */
  get steps(): number {
    const { epochs, steps = Number.POSITIVE_INFINITY } = this.setup.settings;
    return Math.min(this.counters.step + epochs * this.train.count - this.place, steps);
  }

  /** Where the run stands, in steps of its present batch. */
  private get place(): number {
    return this.counters.epoch * this.train.count + this.counters.batch;
  }

  get samplesPerSecond(): number {
    return this.clock.samplesPerSecond;
  }

  /** Seconds of training that are left; undefined before it can be told. */
  get secondsLeft(): number | undefined {
    const { step, epoch } = this.counters;
    return this.clock.secondsLeft(this.steps - step, this.setup.settings.epochs - epoch);
  }

  pause(): void {
    if (this.wanted === 'go') this.wanted = 'pause';
  }

  go(): void {
    if (this.wanted === 'pause') this.wanted = 'go';
    this.wake?.();
  }

  stop(): void {
    this.wanted = 'stop';
    this.wake?.();
  }

  /** Takes over a pause or stop that `before` was ordered to and did not come to: this loop goes on in its place. */
  heed(before: TrainingLoop): void {
    if (before.wanted === 'stop') this.stop();
    else if (before.wanted === 'pause') this.pause();
  }

  /** Takes effect with the next step and holds to the end: a schedule no longer counts. */
  setLearningRate(learningRate: number): void {
    this.counters = { ...this.counters, learningRate, rateByHand: true };
  }

  /** What the next step learns with. */
  get learningRate(): number {
    const { learningRate, rateByHand, schedule: memory } = this.counters;
    const { schedule } = this.setup.update;
    const stepsPerEpoch = this.train.count;
    const totalSteps = stepsPerEpoch * this.setup.settings.epochs;
    return schedule && !rateByHand
      ? learningRate * schedule({ step: this.place, stepsPerEpoch, totalSteps, memory })
      : learningRate;
  }

  /** Runs to the end, or until it is stopped or fails. The test part is read once, at the end of a whole run. */
  async run(): Promise<LoopEnd> {
    const { settings, events } = this.setup;
    events.state('training');
    while (this.counters.epoch < settings.epochs && this.hasWork) {
      const order = epochOrder(this.setup.parts.train.count, settings.seed, this.counters.epoch);
      while (this.counters.batch < this.train.count && this.counters.step < this.steps) {
        if (!(await this.turn('training'))) return this.end('stopped');
        const problem = (await this.trainBatch(order)) ?? (await events.boundary('step', false));
        if (problem) return this.end('failed', problem);
      }
      const finished = await this.endEpoch();
      if (finished === 'stopped') return this.end('stopped');
      if (typeof finished === 'object') return this.end('failed', finished);
      if (finished || this.counters.step >= this.steps) break;
    }
    events.state('testing');
    const test = await this.figures('test', 'testing');
    if (!test) return this.end('stopped');
    const broken = await this.brokenFigures('test', test);
    if (broken) return this.end('failed', broken);
    this.last.test = test;
    return this.end('finished');
  }

  /** Steps to do, or an epoch whose end was not reached. */
  private get hasWork(): boolean {
    return this.counters.step < this.steps || this.counters.batch >= this.train.count;
  }

  /** False when the run is to stop; waits while it is paused. */
  private async turn(state: RunState): Promise<boolean> {
    await turn();
    if (this.wanted === 'pause') {
      this.setup.events.state('paused');
      this.clock.pause();
      await this.setup.events.boundary('pause', false);
      if (this.wanted !== 'pause') {
        if (this.wanted === 'go') this.setup.events.state(state);
        return this.turn(state);
      }
      const since = performance.now();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = undefined;
      this.idle += performance.now() - since;
      // Once more at once: it may have been paused again before this ran.
      if (this.wanted === 'pause') return this.turn(state);
      if (this.wanted === 'go') this.setup.events.state(state);
    }
    return this.wanted !== 'stop';
  }

  /** One step; a problem when its numbers are no longer finite, in which case nothing has changed. */
  private async trainBatch(order: Int32Array): Promise<Problem | undefined> {
    const { executor, settings } = this.setup;
    const { learningRate } = this;
    const index = this.counters.batch;
    this.clock.start();
    const samples = this.train.samples(index);
    const batch = this.train.tensors(index, order);
    const step = this.counters.step + 1;
    const at = { rate: learningRate, step, seed: settings.seed };
    const stepped = executor.step(batch, at).finally(() => disposeBatch(batch));
    const figures = await (executor.takesRows ? stepped : this.meanwhile(stepped, index + 1, order));
    if (!figures.every(Number.isFinite)) {
      const values = this.train.values(index, order);
      const broken = diagnose({ executor, batch: values, step, settings, rate: learningRate });
      return broken.finally(() => disposeBatch(values));
    }

    const seconds = this.clock.stop(samples);
    // Read now: the learning rate may have been set while the step ran.
    const { counters } = this;
    this.counters = {
      ...counters,
      step,
      batch: counters.batch + 1,
      samples: counters.samples + samples,
      sums: counters.sums.map((sum, at) => sum + (figures[at] as number) * samples),
      seconds: counters.seconds + seconds,
      epochSeconds: counters.epochSeconds + seconds,
      seen: counters.seen + samples,
    };
    const { loss, ...metrics } = reported(this.measures, figures);
    this.setup.events.point({ step, epoch: counters.epoch + 1, loss, learningRate, metrics });
    return undefined;
  }

  /** Makes the next batch while a step runs on other threads. */
  private async meanwhile<T>(stepped: Promise<T>, index: number, order: Int32Array): Promise<T> {
    // Awaited below: that it may fail before is no fault that nobody looks at.
    stepped.catch(() => {});
    await turn();
    this.train.prepare(index, order);
    return stepped;
  }

  /** Validates, reports and judges the epoch. True: the run has had enough; a problem: it has failed. */
  private async endEpoch(): Promise<boolean | 'stopped' | Problem> {
    const { settings, events, parts } = this.setup;
    const { sums, samples, step } = this.counters;
    const train = reported(
      this.measures,
      sums.map((sum) => sum / samples),
    );
    let validation: Figures | undefined;
    const started = performance.now() - this.idle;
    if (parts.validation.count > 0) {
      events.state('validating');
      validation = await this.figures('validation', 'validating');
      if (!validation) return 'stopped';
      const broken = await this.brokenFigures('validation', validation);
      if (broken) return broken;
      events.state('training');
    }
    // A run cut short by its number of steps ends within an epoch: that epoch is reported but not done.
    const whole = this.counters.batch >= this.train.count;
    const epoch = this.counters.epoch + 1;
    const verdict = judgeEpoch(this.counters, settings.monitor, { train, validation }, { epoch, step }, this.measures);
    const ending = (performance.now() - this.idle - started) / 1000;
    this.clock.endEpoch(ending);
    const seconds = this.counters.epochSeconds + ending;
    this.counters = { ...this.counters, seconds: this.counters.seconds + ending, epochSeconds: seconds };
    this.last = { train, ...(validation && { validation }) };
    if (whole) {
      const sums = this.counters.sums.map(() => 0);
      const { best, waited, cost } = verdict;
      const schedule = this.setup.update.follow?.(cost, this.counters.schedule);
      const done = { epoch, batch: 0, samples: 0, sums, epochSeconds: 0, best, waited, ...(schedule && { schedule }) };
      this.counters = { ...this.counters, ...done };
    }
    events.epoch({ epoch, step, train, ...(validation && { validation }), seconds }, verdict.improved);
    const problem = await events.boundary('epoch', verdict.improved);
    return problem ?? verdict.stop;
  }

  private async brokenFigures(part: 'validation' | 'test', figures: Figures): Promise<Problem | undefined> {
    const { executor, settings } = this.setup;
    if (Object.values(figures).every(Number.isFinite)) return undefined;
    const weight = await brokenWeight(executor);
    if (weight) return brokenWeightProblem(weight, this.counters.step, this.learningRate, settings);
    return problem('train/evaluation-not-finite', { part });
  }

  private figures(part: 'validation' | 'test', state: RunState): Promise<Figures | undefined> {
    const { executor, parts, settings } = this.setup;
    return evaluate(executor, parts[part], settings.batch, () => this.turn(state));
  }

  private end(state: LoopEnd['state'], problem?: Problem): LoopEnd {
    this.train.dispose();
    return { state, problem, metrics: this.last };
  }
}
