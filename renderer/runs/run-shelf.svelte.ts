import { getContext, setContext } from 'svelte';
import type { Bridge } from '../../electron/bridge';
import type { Answer, RunSummary } from '../../engine/protocol';
import type { Editor } from '../document/editor.svelte';
import type { Trainer } from '../training/trainer.svelte';

/** A run with its whole curves and its network. */
export type LoadedRun = Extract<Answer<'run'>, { ok: true }>;

type Answered = { ok: true } | { ok: false; problems: readonly { message: string }[] };

/** Runs that can be drawn beside each other: one hue each. */
export const MOST_COMPARED = 5;

/** Earlier runs of the open project, newest first, and those whose curves have been read. */
export class RunShelf {
  readonly #bridge: Bridge;
  readonly #editor: Editor;
  readonly #trainer: Trainer;
  #listed: readonly RunSummary[] = $state.raw([]);
  loaded: ReadonlyMap<string, LoadedRun> = $state.raw(new Map());
  /** Paths of the runs whose curves are drawn, oldest choice first. */
  compared: readonly string[] = $state.raw([]);
  /** Why the last thing that was asked for could not be had. */
  problem: string | undefined = $state();

  constructor(bridge: Bridge, editor: Editor, trainer: Trainer) {
    this.#bridge = bridge;
    this.#editor = editor;
    this.#trainer = trainer;
  }

  /** As listed; the one under way as it is now. */
  readonly runs: readonly RunSummary[] = $derived(
    this.#listed.map((listed) => {
      const { run, progress } = this.#trainer;
      if (listed.path !== run?.path || !progress) return listed;
      const { step, state, elapsed } = progress;
      return { ...listed, state, steps: step, epochs: run.epochs.length, seconds: elapsed };
    }),
  );
  readonly comparedRuns: readonly LoadedRun[] = $derived(this.compared.flatMap((path) => this.loaded.get(path) ?? []));

  /** The folder that a new run goes to. */
  folder(): Promise<string> {
    return this.#bridge.runsFolderFor(this.#editor.path ?? null);
  }

  /** Lists the runs beside the project, and those of its title that were trained before it was saved. */
  async refresh(): Promise<void> {
    const { path, project } = this.#editor;
    const { client } = this.#trainer;
    if (!client) return;
    const folders = [await this.#bridge.runsFolderFor(path ?? null)];
    if (path !== undefined) folders.push(await this.#bridge.runsFolderFor(null));
    const found = new Map<string, RunSummary>();
    for (const [i, folder] of folders.entries()) {
      const answer = await this.#ask(() => client.ask('runs', { folder }));
      for (const run of answer?.runs ?? []) {
        const own = i === 0 && path !== undefined;
        if (own || run.title === project.title || run.path === this.#trainer.run?.path) found.set(run.path, run);
      }
    }
    this.#listed = [...found.values()].sort((a, b) => b.started.localeCompare(a.started));
  }

  async load(path: string): Promise<void> {
    const { client } = this.#trainer;
    const answer = client && (await this.#ask(() => client.ask('run', { path })));
    if (answer) this.loaded = new Map(this.loaded).set(path, answer);
  }

  /** Draws the curves of these runs and no others. */
  async compare(paths: readonly string[]): Promise<void> {
    this.compared = paths.slice(-MOST_COMPARED);
    for (const path of this.compared) await this.load(path);
  }

  /** Draws a run's curves, or no longer. */
  async toggleCompared(path: string): Promise<void> {
    if (this.compared.includes(path)) {
      this.compared = this.compared.filter((other) => other !== path);
      return;
    }
    this.compared = [...this.compared, path].slice(-MOST_COMPARED);
    await this.load(path);
  }

  /** True when it is gone from the disk. */
  async remove(path: string): Promise<boolean> {
    const { client } = this.#trainer;
    const answer = client && (await this.#ask(() => client.ask('deleteRun', { path })));
    if (!answer) return false;
    this.compared = this.compared.filter((other) => other !== path);
    await this.refresh();
    return true;
  }

  /** The answer where there is one; otherwise `problem` says why not. */
  async #ask<T extends Answered>(what: () => Promise<T>): Promise<Extract<T, { ok: true }> | undefined> {
    try {
      const answer = await what();
      this.problem = answer.ok ? undefined : answer.problems[0]?.message;
      return answer.ok ? (answer as Extract<T, { ok: true }>) : undefined;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}

const KEY = Symbol('runs');
export const provideRunShelf = (shelf: RunShelf): RunShelf => setContext(KEY, shelf);
export const useRunShelf = (): RunShelf => getContext<RunShelf>(KEY);
