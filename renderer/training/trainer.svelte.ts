import { getContext, setContext } from 'svelte';
import type { EngineExit } from '../../electron/bridge';
import type { Problem } from '../../engine/graph/problem';
import { problem } from '../../engine/graph/problems';
import { type Client, connect, type Port } from '../../engine/link';
import type {
  Ask,
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
import type { ShownForecast } from './ask-forecasts.svelte';
import { listenForHeartbeat } from './heartbeat';
import { appendPoints, folderOf, type LiveRun, type RunAgain, withEpoch } from './live-run';

const exitText = (exit: EngineExit): string =>
  exit.signal ? `was ended by ${exit.signal}` : `ended with code ${exit.exitCode}`;

const UNDER_WAY: readonly string[] = ['preparing', 'training', 'paused', 'validating', 'testing'];
const MOST_NOTICES = 50;
const FIRST_SAMPLE: SampleRef = { part: 'test', row: 0 };

/** The engine as the window sees it: what it runs on, the run under way, and the newest pictures. */
export class Trainer {
  readonly #editor: Editor;
  readonly #afterDrawing: (then: () => void) => void;
  #client: Client | undefined = $state.raw();
  device: DeviceReport | undefined = $state.raw();
  /** What the next run shall be computed on; undefined: the fastest there is. */
  wanted: Ask<'train'>['device'] = $state();
  /** How the engine before this one ended. */
  ended: EngineExit | undefined;
  /** Why the engine has gone; it does not come back by itself. */
  down: string | undefined = $state();
  /** Seconds that the engine has not answered for; undefined while it does. */
  silent: number | undefined = $state();
  run: LiveRun | undefined = $state.raw();
  /** Grows with every batch of points: charts follow it rather than the array. */
  arrivals = $state(0);
  progress: Progress | undefined = $state.raw();
  outcome: EventData<'done'> | undefined = $state.raw();
  /** Newest pictures by node path. */
  pictures: ReadonlyMap<string, Picture> = $state.raw(new Map());
  answers: readonly OutputAnswer[] = $state.raw([]);
  pictureStep: number | undefined = $state();
  /** The sample that drives all pictures. */
  sample: SampleRef = $state.raw(FIRST_SAMPLE);
  /** What training takes, as far as that is known of the drawing as it stands; see ask-forecasts.svelte.ts. */
  forecast: ShownForecast | undefined = $state.raw();
  /** Problems of the last command and notices of the engine, newest last. */
  notices: readonly Problem[] = $state.raw([]);
  /** Told of a run that the window does not know yet: before `train` has answered, or after the page was loaded anew. */
  #early: { run: string; points: Point[]; epochs: readonly EpochPoint[] } | undefined;
  #starting = $state(false);
  /** What the person wanted last of the run: a run that is being prepared, or goes on in another engine, is told. */
  #wish: 'go' | 'pause' | 'stop' | undefined;
  /** What became of the batch of the run that has begun. */
  #smaller: { before: number; batch: number } | undefined;
  #endHeartbeat: (() => void) | undefined;
  #adopting: string | undefined;

  readonly state: RunState | 'idle' = $derived(this.#starting ? 'preparing' : (this.progress?.state ?? 'idle'));
  readonly busy = $derived(UNDER_WAY.includes(this.state));

  /** @param afterDrawing calls back when the window has drawn what changed */
  constructor(editor: Editor, afterDrawing: (then: () => void) => void = (then) => requestAnimationFrame(then)) {
    this.#editor = editor;
    this.#afterDrawing = afterDrawing;
  }

  get client(): Client | undefined {
    return this.#client;
  }

  /** Takes a new port to the engine; an earlier one is dead. Asks what it runs on, and goes on with a run cut short. */
  async attach(port: Port, restarted?: EngineExit): Promise<void> {
    this.ended = restarted;
    this.#client?.close('The engine was restarted.');
    const interrupted = restarted && this.busy ? this.run : undefined;
    // The state is what was told last, and may be behind what was wanted since: to go on while the pause was saved.
    if (this.state === 'paused') this.#wish ??= 'pause';
    const client = connect(port);
    this.#client = client;
    this.down = undefined;
    this.device = undefined;
    this.#listen(client);
    this.#endHeartbeat?.();
    this.silent = undefined;
    const device = await client.ask('hello', { device: this.wanted }).catch(() => undefined);
    // A further restart has come in between; its own attach carries on.
    if (this.#client !== client) return;
    this.device = device;
    this.#endHeartbeat = listenForHeartbeat(client, (seconds) => {
      this.silent = seconds;
    });
    if (interrupted && restarted) await this.#goOnAfter(restarted, interrupted);
    else if (restarted && !restarted.asked) this.note(problem('engine/idle-ended', { how: exitText(restarted) }));
  }

  #listen(client: Client): void {
    client.on('progress', (progress) => {
      this.progress = progress;
      if (this.busy && !this.#starting && this.run?.path !== progress.run) void this.#adopt(client, progress.run);
    });
    client.on('points', ({ run, points }) => this.#append(run, points));
    client.on('epoch', ({ run, ...epoch }) => {
      if (this.run?.path === run) this.run = { ...this.run, epochs: withEpoch(this.run.epochs, epoch) };
      else this.#earlyOf(run).epochs = withEpoch(this.#earlyOf(run).epochs, epoch);
    });
    client.on('frame', (frame) => {
      // Without a run they are of the document that was open before.
      if (this.run) this.#take(frame);
      this.#afterDrawing(() => void client.ask('drawn', { frame: frame.frame }).catch(() => {}));
    });
    client.on('done', (outcome) => {
      this.outcome = outcome;
      this.#wish = undefined;
      if (this.progress) this.progress = { ...this.progress, state: outcome.state };
      this.note(...outcome.problems);
    });
    client.on('notice', ({ problem: told }) => this.note(told));
  }

  #take({ pictures, answers, step }: EventData<'frame'>): void {
    this.pictures = new Map([...this.pictures, ...pictures.map((picture) => [picture.node, picture] as const)]);
    this.answers = answers;
    this.pictureStep = step;
  }

  #append(run: string, points: readonly Point[]): void {
    const known = this.run?.path === run ? this.run : undefined;
    appendPoints((known ?? this.#earlyOf(run)).points, points);
    if (known) this.arrivals++;
  }

  #earlyOf(run: string) {
    if (this.#early?.run !== run) this.#early = { run, points: [], epochs: [] };
    return this.#early;
  }

  /** Shows a run, with what was told of it already. */
  #show(path: string, title: string, points: readonly Point[], epochs: readonly EpochPoint[]): void {
    const early = this.#early?.run === path ? this.#early : undefined;
    this.#early = undefined;
    const all = [...points];
    appendPoints(all, early?.points ?? []);
    this.run = { path, title, points: all, epochs: (early?.epochs ?? []).reduce<EpochPoint[]>(withEpoch, [...epochs]) };
    this.arrivals++;
  }

  /** A run goes on in the engine that this page has not begun: the page was loaded anew. */
  async #adopt(client: Client, path: string): Promise<void> {
    if (this.#adopting === path) return;
    this.#adopting = path;
    const answer = await client.ask('run', { path }).catch(() => undefined);
    this.#adopting = undefined;
    if (answer?.ok && !this.#starting && this.progress?.run === path)
      this.#show(path, answer.summary.title, answer.points, answer.epochs);
  }

  /** The engine has gone for good: what runs has stopped. */
  lose(reason: EngineExit): void {
    this.down = exitText(reason);
    this.#endHeartbeat?.();
    this.silent = undefined;
    this.#client?.close(this.down);
    this.#client = undefined;
    this.device = undefined;
    this.#fail();
  }

  #fail(): void {
    if (this.busy && this.progress) this.progress = { ...this.progress, state: 'failed' };
  }

  /** The engine died in the middle of a run: goes on from its newest checkpoint and tells the person. */
  async #goOnAfter(exit: EngineExit, run: LiveRun): Promise<void> {
    const client = this.#client;
    // The system ends whoever takes the most when memory runs out, and nobody can tell that from a person's kill.
    const killed = exit.signal === 'SIGKILL' && !exit.asked;
    const again = { resume: run.path, title: run.title, smallerBatch: killed };
    const problems = await this.#begin(folderOf(run.path), again);
    // Another restart has come in between; its own attach carries on.
    if (this.#client !== client) return;
    const how = exitText(exit);
    if (problems.length) {
      this.#fail();
      this.note(problem('engine/run-lost', { how }));
      return;
    }
    const smaller = this.#smaller;
    this.note(smaller ? problem('engine/killed', { how, ...smaller }) : problem('engine/ended', { how }));
  }

  note(...problems: readonly Problem[]): void {
    if (problems.length) this.notices = [...this.notices, ...problems].slice(-MOST_NOTICES);
  }

  dismiss(notice: Problem): void {
    this.notices = this.notices.filter((other) => other !== notice);
  }

  /** Starts a run of the open document, or goes on with an earlier one; gives the problems when it cannot. */
  train(runsFolder: string, again?: RunAgain): Promise<readonly Problem[]> {
    this.#wish = undefined;
    return this.#begin(runsFolder, again);
  }

  async #begin(runsFolder: string, again?: RunAgain): Promise<readonly Problem[]> {
    const client = this.#client;
    if (!client) return this.#refuse(problem('engine/gone', { how: this.down ?? 'is starting' }));
    const project = this.#editor.project;
    // Curves of a run that goes on stay; points of steps that are repeated take the place of the old ones.
    const kept = again && this.run?.path === again.resume ? this.run : undefined;
    const before = { progress: this.progress, outcome: this.outcome };
    this.outcome = undefined;
    this.progress = undefined;
    this.#starting = true;
    try {
      const { resume, smallerBatch } = again ?? {};
      const projectPath = this.#editor.path;
      const ask = { project, projectPath, runsFolder, resume, smallerBatch, device: this.wanted };
      const answer = await client.ask('train', ask);
      if (!answer.ok || answer.run === undefined) {
        this.progress = before.progress;
        this.outcome = before.outcome;
        // Stopped before it began.
        if (answer.ok) return [];
        // A run goes on with the project in its folder: edits of the drawing cure nothing.
        return this.#refuse(...(again ? answer.problems.map(({ fixes: _, ...told }) => told) : answer.problems));
      }
      this.#smaller = answer.smaller;
      this.#show(answer.run, again?.title ?? project.title, kept?.points ?? [], kept?.epochs ?? []);
      if (this.#wish && this.#wish !== 'go') await this.#tell(this.#wish, {});
      return [];
    } catch (error) {
      return this.#refuse(problem('engine/gone', { how: error instanceof Error ? error.message : String(error) }));
    } finally {
      this.#starting = false;
    }
  }

  #refuse(...problems: readonly Problem[]): readonly Problem[] {
    this.note(...problems);
    return problems;
  }

  /** Curves of an earlier run, so that a resumed one goes on where they ended. */
  restore(summary: RunSummary, points: readonly Point[], epochs: readonly EpochPoint[]): void {
    this.#show(summary.path, summary.title, points, epochs);
  }

  /** Another document is opened: what was learnt on the last one is no concern of it. */
  forget(): void {
    this.run = undefined;
    this.progress = undefined;
    this.outcome = undefined;
    this.pictures = new Map();
    this.answers = [];
    this.pictureStep = undefined;
    this.sample = FIRST_SAMPLE;
    this.notices = [];
    this.forecast = undefined;
    this.#early = undefined;
  }

  pause = (): Promise<void> => this.#order('pause');
  go = (): Promise<void> => this.#order('go');
  /** Resolves when the engine has taken it; the run ends after its step, with a checkpoint. */
  stop = (): Promise<void> => this.#order('stop');

  /** Told again once the run has begun: an engine that is not preparing it yet has nothing to stop. */
  async #order(what: 'go' | 'pause' | 'stop'): Promise<void> {
    // Nothing takes a stop back.
    if (this.#wish !== 'stop') this.#wish = what;
    await this.#tell(what, {});
  }
  setLearningRate(rate: number): Promise<void> {
    return this.#tell('setLearningRate', { rate });
  }

  /** An engine that goes away in the meantime is told of elsewhere. */
  async #tell<K extends 'pause' | 'go' | 'stop' | 'setLearningRate'>(name: K, data: Ask<K>): Promise<void> {
    await this.#client?.ask(name, data).catch(() => {});
  }
}

const KEY = Symbol('trainer');
export const provideTrainer = (trainer: Trainer): Trainer => setContext(KEY, trainer);
export const useTrainer = (): Trainer => getContext<Trainer>(KEY);
