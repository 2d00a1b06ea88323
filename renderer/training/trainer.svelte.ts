import { getContext, setContext } from 'svelte';
import type { EngineExit } from '../../electron/bridge';
import type { Problem } from '../../engine/graph/problem';
import { problem } from '../../engine/graph/problems';
import { type Client, connect, type Port } from '../../engine/link';
import type {
  DeviceReport,
  EpochPoint,
  EventData,
  OutputAnswer,
  Picture,
  Point,
  Progress,
  RunState,
  RunSummary,
  SampleRef,
} from '../../engine/protocol';
import type { Editor } from '../document/editor.svelte';

const exitText = (exit: EngineExit): string =>
  exit.signal ? `ended by ${exit.signal}` : `ended with code ${exit.exitCode}`;

const engineProblem = (exit: EngineExit): Problem =>
  problem(exit.signal === 'SIGKILL' ? 'engine/killed' : 'engine/ended', { how: exitText(exit) });

/** The run that is under way or has just ended, as the charts and nodes show it. */
export interface LiveRun {
  readonly path: string;
  readonly title: string;
  /** Kept whole: a million points are 40 MB; charts thin them. Appended to in place, `Trainer.pointCount` tells. */
  readonly points: Point[];
  readonly epochs: EpochPoint[];
}

/** The engine as the window sees it: what it runs on, the run under way, and the newest pictures. */
export class Trainer {
  readonly #editor: Editor;
  #client: Client | undefined = $state.raw();
  device: DeviceReport | undefined = $state.raw();
  /** The engine has gone and does not come back by itself. */
  down: string | undefined = $state();
  run: LiveRun | undefined = $state.raw();
  /** Grows with every batch of points: charts follow it rather than the array. */
  pointCount = $state(0);
  progress: Progress | undefined = $state.raw();
  outcome: EventData<'done'> | undefined = $state.raw();
  /** Newest pictures by node path. */
  pictures: ReadonlyMap<string, Picture> = $state.raw(new Map());
  answers: readonly OutputAnswer[] = $state.raw([]);
  pictureStep: number | undefined = $state();
  /** The sample that drives all pictures. */
  sample: SampleRef = $state.raw({ part: 'test', row: 0 });
  /** Problems of the last command and notices of the engine, newest last. */
  notices: readonly Problem[] = $state.raw([]);

  readonly state: RunState | 'idle' = $derived(this.progress?.state ?? 'idle');
  readonly busy = $derived(['preparing', 'training', 'paused', 'validating', 'testing'].includes(this.state));

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Takes a new port to the engine; an earlier one is dead. Asks what it runs on. */
  async attach(port: Port, restarted?: EngineExit): Promise<void> {
    this.#client?.close('The engine was restarted.');
    const interrupted = restarted && this.busy ? this.run : undefined;
    const client = connect(port);
    this.#client = client;
    this.down = undefined;
    client.on('progress', (progress) => {
      this.progress = progress;
    });
    client.on('points', ({ run, points }) => {
      if (this.run?.path !== run) return;
      this.run.points.push(...points);
      this.pointCount = this.run.points.length;
    });
    client.on('epoch', (epoch) => {
      if (this.run?.path === epoch.run) this.run = { ...this.run, epochs: [...this.run.epochs, epoch] };
    });
    client.on('frame', (frame) => {
      const pictures = new Map(this.pictures);
      for (const picture of frame.pictures) pictures.set(picture.node, picture);
      this.pictures = pictures;
      this.answers = frame.answers;
      this.pictureStep = frame.step;
      requestAnimationFrame(() => void client.ask('drawn', { frame: frame.frame }).catch(() => {}));
    });
    client.on('done', (outcome) => {
      this.outcome = outcome;
      if (this.progress) this.progress = { ...this.progress, state: outcome.state };
      this.note(...outcome.problems);
    });
    client.on('notice', ({ problem }) => this.note(problem));
    this.device = await client.ask('hello', {});
    if (interrupted && restarted) await this.#goOnAfter(restarted, interrupted);
  }

  /** The engine has gone for good: what runs has stopped. */
  lose(reason: EngineExit): void {
    this.down = exitText(reason);
    this.#client?.close(this.down);
    this.#client = undefined;
    if (this.busy && this.progress) this.progress = { ...this.progress, state: 'failed' };
  }

  /** The engine died in the middle of a run: goes on from its newest checkpoint and tells the person. */
  async #goOnAfter(exit: EngineExit, run: LiveRun): Promise<void> {
    const folder = run.path.replace(/[/\\][^/\\]+$/, '');
    const problems = await this.train(folder, run.path);
    if (problems.length === 0) this.run = { ...run, points: this.run?.points ?? run.points };
    else if (this.progress) this.progress = { ...this.progress, state: 'failed' };
    this.note(engineProblem(exit));
  }

  get client(): Client | undefined {
    return this.#client;
  }

  note(...problems: readonly Problem[]): void {
    if (problems.length) this.notices = [...this.notices, ...problems].slice(-50);
  }

  dismiss(notice: Problem): void {
    this.notices = this.notices.filter((other) => other !== notice);
  }

  /** Starts a run of the open document, or goes on with an earlier one; gives the problems when it cannot. */
  async train(runsFolder: string, resume?: string): Promise<readonly Problem[]> {
    const client = this.#client;
    if (!client) return this.notices.slice(-1);
    const project = this.#editor.project;
    this.outcome = undefined;
    const answer = await client.ask('train', { project, projectPath: this.#editor.path, runsFolder, resume });
    if (!answer.ok) {
      this.note(...answer.problems);
      return answer.problems;
    }
    this.run = { path: answer.run, title: project.title, points: [], epochs: [] };
    this.pointCount = 0;
    return [];
  }

  /** Curves of an earlier run, so that a resumed one goes on where they ended. */
  restore(summary: RunSummary, points: readonly Point[], epochs: readonly EpochPoint[]): void {
    this.run = { path: summary.path, title: summary.title, points: [...points], epochs: [...epochs] };
    this.pointCount = points.length;
  }

  async pause(): Promise<void> {
    await this.#client?.ask('pause', {});
  }
  async go(): Promise<void> {
    await this.#client?.ask('go', {});
  }
  async stop(): Promise<void> {
    await this.#client?.ask('stop', {});
  }
  async setLearningRate(rate: number): Promise<void> {
    await this.#client?.ask('setLearningRate', { rate });
  }
}

const KEY = Symbol('trainer');
export const provideTrainer = (trainer: Trainer): Trainer => setContext(KEY, trainer);
export const useTrainer = (): Trainer => getContext<Trainer>(KEY);
