import type { Problem } from '../../engine/graph/problem';
import type { Answer, Ask } from '../../engine/protocol';
import type { Editor } from '../document/editor.svelte';
import type { Trainer } from '../training/trainer.svelte';

/** Between two measurements while a net trains, ms. */
const LEAST_PAUSE = 1000;
/** Measuring takes at most a tenth of the time. */
const SHARE = 10;

type Measured = Extract<Answer<'gradients'>, { ok: true }>;

/** Asks for gradients as long as it is followed: again and again while a net trains, once for each wish otherwise. */
export class GradientWatch {
  readonly #editor: Editor;
  readonly #trainer: Trainer;
  measured: Measured | undefined = $state.raw();
  problems: readonly Problem[] = $state.raw([]);
  isMeasuring = $state(false);
  /** Samples that the loss is the mean of. */
  count = $state(32);

  constructor(editor: Editor, trainer: Trainer) {
    this.#editor = editor;
    this.#trainer = trainer;
  }

  /** The samples to measure by: a drawn picture has no answer that a loss could be taken from. */
  get rows(): Pick<Ask<'gradients'>, 'part' | 'row'> | undefined {
    const { sample } = this.#trainer;
    return 'part' in sample ? sample : undefined;
  }

  /** Measures while a run is under way, until what it gives is called. */
  follow(): () => void {
    let isFollowed = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      const started = performance.now();
      await this.measure();
      const pause = Math.max(LEAST_PAUSE, (performance.now() - started) * SHARE);
      if (isFollowed) timer = setTimeout(() => void again(), pause);
    };
    void again();
    return () => {
      isFollowed = false;
      clearTimeout(timer);
    };
  }

  async measure(): Promise<void> {
    const { client, busy, run } = this.#trainer;
    const { rows } = this;
    if (!client || !rows || this.isMeasuring || !this.#editor.analysis.program) return;
    const { project, path: projectPath } = this.#editor;
    this.isMeasuring = true;
    try {
      const ask = { project, projectPath, run: busy ? undefined : run?.path, ...rows, count: this.count };
      const answer = await client.ask('gradients', ask);
      if (answer.ok) this.measured = answer;
      this.problems = answer.ok ? [] : answer.problems;
    } catch {
      // An engine that has gone is told of elsewhere.
    } finally {
      this.isMeasuring = false;
    }
  }
}
