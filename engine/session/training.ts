import type { PreparedData } from '../data/parts/prepared';
import { DEFAULT_TRAINING, type Project } from '../graph/document';
import { fail, type Problem, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import type { Tell } from '../link';
import type { RunState } from '../protocol';
import { freeMemory } from '../train/memory/free-memory';
import { graphHash } from '../train/run/hashes';
import { readRun } from '../train/run/list';
import type { LiveRun, RunEnd } from '../train/run/live-run';
import { isAlive, type Manifest, readManifest } from '../train/run/manifest';
import { runThrough } from '../train/run/run-through';
import { freeRunFolder } from '../train/run/run-writer';
import { prepareRun } from '../train/run/start';
import { compileForTraining } from './analyse';
import { nodeDataIo } from './data-io';
import type { Device } from './device';
import { Frames } from './frames';
import { Points } from './points';
import { progressOf } from './progress';

export interface TrainOrder {
  readonly project: Project;
  readonly projectPath?: string;
  readonly runsFolder: string;
  /** Folder of the run to go on with. */
  readonly resume?: string;
  /** Memory has run out: that run takes half its batch from now on. */
  readonly smallerBatch?: boolean;
}

/** A run that has begun: its folder, and what became of its batch where memory had run out. */
interface Begun {
  /** Absent: it was stopped while it was being prepared, and nothing is left of it. */
  readonly run?: string;
  readonly smaller?: { readonly before: number; readonly batch: number };
}

/** Between two reports of progress, unless the state changes. */
const PROGRESS_PAUSE = 250;

/**
 * The one run of a session: idle, preparing, training or paused. What it learns goes to the window as events; after its
 * end the net stays, to be looked into, until the next run begins.
 */
export class Training {
  readonly frames: Frames;
  private readonly points: Points;
  private live: LiveRun | undefined;
  private order: TrainOrder | undefined;
  private state: RunState | 'idle' = 'idle';
  private told = 0;
  private starting: Promise<unknown> = Promise.resolve();
  private ending: Promise<void> = Promise.resolve();
  /** Gives up the first preparing of a run. */
  private preparing: AbortController | undefined;
  /** What was ordered last: a run that is still being prepared begins with it. */
  private wish: 'go' | 'pause' | 'stop' = 'go';
  /** Bytes resident before the first net was prepared. */
  private bare: number | undefined;

  constructor(
    private readonly tell: Tell,
    private readonly netloomVersion: string,
    private readonly dataOf: (
      project: Project,
      path: string | undefined,
      device: Device,
    ) => Promise<Result<PreparedData>>,
  ) {
    this.frames = new Frames(
      () => this.watched,
      (frame) => tell('frame', frame),
      (broken) => this.notice(broken),
    );
    this.points = new Points((points) => {
      if (this.live) tell('points', { run: this.live.folder, points });
    });
  }

  /** The newest run, under way or ended, with the project it trains. */
  get current(): { run: LiveRun; project: Project; isBusy: boolean } | undefined {
    return this.live && this.order && { run: this.live, project: this.order.project, isBusy: this.isBusy };
  }

  private get watched() {
    if (!this.live || this.state === 'preparing') return undefined;
    const { executor, data } = this.live.parts;
    return { subject: executor, data, step: this.live.loop.counters.step };
  }

  get isBusy(): boolean {
    return !['idle', 'finished', 'stopped', 'failed'].includes(this.state);
  }

  /** Bytes that the next run can have: what is free, and what the net of the last one gives back to it. */
  get memoryLimit(): number {
    const held = this.live && this.bare !== undefined ? process.memoryUsage.rss() - this.bare : 0;
    return freeMemory() + Math.max(0, held);
  }

  /** Prepares a run and sets it going; answers as soon as it is known to go. */
  async start(asked: TrainOrder, device: Device): Promise<Result<Begun>> {
    if (this.isBusy) return fail(problem('train/busy'));
    this.state = 'preparing';
    this.wish = 'go';
    const begun = this.begin(asked, device);
    this.starting = begun.catch(() => {});
    return begun;
  }

  private async begin(asked: TrainOrder, device: Device): Promise<Result<Begun>> {
    const preparing = new AbortController();
    this.preparing = preparing;
    try {
      const prepared = await this.prepare(asked, device, preparing.signal);
      if (!prepared.ok) {
        this.state = 'idle';
        return prepared;
      }
      const run = prepared.value;
      // The answer to the command goes first: the window learns the run's name from it.
      this.ending = new Promise((resolve) => setImmediate(() => this.run(run, asked, device).then(resolve)));
      const smaller = asked.smallerBatch ? run.manifest.batches?.at(-1) : undefined;
      return succeed({ run: run.folder, ...(smaller && { smaller }) });
    } catch (error) {
      this.state = 'idle';
      if (!preparing.signal.aborted) throw error;
      return succeed({});
    } finally {
      this.preparing = undefined;
    }
  }

  pause(): void {
    if (this.wish === 'go') this.wish = 'pause';
    this.live?.loop.pause();
  }

  go(): void {
    if (this.wish === 'pause') this.wish = 'go';
    this.live?.loop.go();
  }

  /** A run that is being prepared for the first time is given up; any other ends with a checkpoint. */
  stop(): void {
    if (!this.isBusy) return;
    this.wish = 'stop';
    this.preparing?.abort();
    this.live?.loop.stop();
  }

  setLearningRate(rate: number): void {
    if (!this.isBusy || !this.live) return;
    this.live.loop.setLearningRate(rate);
    this.tellProgress(true);
  }

  isTraining(path: string): boolean {
    return this.isBusy && this.live?.folder === path;
  }

  /** Brings the files of a run that is under way up to date, so that they can be read. */
  async flush(path: string): Promise<void> {
    if (this.live?.folder === path) await this.live.parts.writer.flush();
  }

  /** Ends the run with a checkpoint, as the process is about to end. */
  async close(): Promise<void> {
    this.stop();
    await this.starting;
    await this.ending;
  }

  private async prepare(asked: TrainOrder, device: Device, signal?: AbortSignal): Promise<Result<LiveRun>> {
    const chosen = asked.resume === undefined ? succeed({ order: asked }) : await this.resumed(asked, asked.resume);
    if (!chosen.ok) return chosen;
    const { order, manifest } = chosen.value as { order: TrainOrder; manifest?: Manifest };
    const { project, projectPath } = order;
    const io = nodeDataIo(projectPath);
    const compiled = await compileForTraining(project, io);
    if (!compiled.ok) return compiled;
    const data = await this.dataOf(project, projectPath, device);
    if (!data.ok) return data;
    this.bare ??= process.memoryUsage.rss();
    const prepared = await prepareRun({
      project,
      data: data.value,
      ...(projectPath !== undefined && { projectPath }),
      compiled: compiled.value,
      io,
      device,
      folder: asked.resume ?? freeRunFolder(asked.runsFolder, project.title),
      resume: manifest,
      smallerBatch: asked.smallerBatch,
      signal,
      memoryLimit: this.memoryLimit,
      makeRoom: () => {
        this.live?.dispose();
        this.live = undefined;
      },
      netloomVersion: this.netloomVersion,
      listeners: {
        state: (state) => this.changeState(state),
        point: (point) => this.points.add(point),
        epoch: (epoch) => {
          this.points.flush();
          if (this.live) this.tell('epoch', { run: this.live.folder, ...epoch });
        },
        notice: (notice) => this.notice(notice),
        step: () => {
          this.frames.changed();
          this.tellProgress(false);
        },
      },
    });
    if (!prepared.ok) return prepared;
    this.live = prepared.value;
    this.order = order;
    if (this.wish === 'pause') this.live.loop.pause();
    if (this.wish === 'stop') this.live.loop.stop();
    return prepared;
  }

  /** A run goes on with its own project; of the window's, only more epochs count, and only for the same net. */
  private async resumed(asked: TrainOrder, folder: string): Promise<Result<{ order: TrainOrder; manifest: Manifest }>> {
    const manifest = await readManifest(folder);
    if (!manifest.ok) return manifest;
    const { process: owner, projectPath = asked.projectPath } = manifest.value;
    if (owner !== process.pid && isAlive(manifest.value)) return fail(problem('run/in-use', { path: folder }));
    const whole = await readRun(folder);
    if (!whole.ok) return whole;
    const { project } = whole.value;
    const { training = DEFAULT_TRAINING } = project;
    const wanted = graphHash(project) === graphHash(asked.project) ? asked.project.training?.epochs : undefined;
    const epochs = Math.max(training.epochs, wanted ?? 0);
    if (manifest.value.epochs >= epochs) return fail(problem('run/complete', { path: folder }));
    const order = { ...asked, project: { ...project, training: { ...training, epochs } }, projectPath };
    return succeed({ order, manifest: manifest.value });
  }

  private async run(first: LiveRun, order: TrainOrder, device: Device): Promise<void> {
    let live = first;
    let end: RunEnd | undefined;
    try {
      end = await runThrough(first, {
        prepare: () => this.prepare({ ...order, resume: first.folder, smallerBatch: true }, device),
        smaller: (smaller, change) => {
          live = smaller;
          this.notice(problem('train/smaller-batch', change));
        },
      });
    } catch (error) {
      this.notice(problem('train/broke-off', { why: error instanceof Error ? error.message : String(error) }));
    }
    this.points.flush();
    this.changeState(end?.state ?? 'failed');
    if (end && end.state !== 'failed') this.frames.flush();
    this.tell('done', {
      run: live.folder,
      state: end?.state ?? 'failed',
      metrics: end?.metrics ?? {},
      seconds: live.loop.counters.seconds,
      samplesPerSecond: live.loop.samplesPerSecond,
      ...(live.loop.counters.best && { best: live.loop.counters.best }),
      problems: end?.problem ? [end.problem] : [],
    });
  }

  private notice(notice: Problem): void {
    this.tell('notice', { problem: notice });
  }

  private changeState(state: RunState): void {
    this.state = state;
    this.points.flush();
    this.tellProgress(true);
    if (state === 'paused') this.frames.flush();
  }

  private tellProgress(now: boolean): void {
    const { live, state } = this;
    const time = performance.now();
    if (!live || state === 'idle' || (!now && time - this.told < PROGRESS_PAUSE)) return;
    this.told = time;
    this.tell('progress', progressOf(live, state));
  }
}
