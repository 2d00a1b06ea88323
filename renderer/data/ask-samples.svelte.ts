import { untrack } from 'svelte';
import type { Problem } from '../../engine/graph/problem';
import type { Answer } from '../../engine/protocol';
import type { Editor } from '../document/editor.svelte';
import type { Trainer } from '../training/trainer.svelte';

export type Part = 'train' | 'validation' | 'test';
export type Samples = Extract<Answer<'samples'>, { ok: true }>;

/** What is asked for. */
export interface SampleRequest {
  readonly part: Part;
  readonly from: number;
  readonly count: number;
}

/**
 * Rows of the project's data, asked anew when the data settings, the request or the engine change; an older answer is
 * dropped. Call it while a component is made.
 */
export class AskedSamples {
  shown: Samples | undefined = $state.raw();
  problems: readonly Problem[] = $state.raw([]);

  constructor(editor: Editor, trainer: Trainer, request: () => SampleRequest) {
    const settings = $derived(JSON.stringify([editor.project.data?.source, editor.project.data?.split, editor.path]));
    const wanted = $derived(JSON.stringify(request()));
    $effect(() => {
      void settings;
      const { client } = trainer;
      const asked = JSON.parse(wanted) as SampleRequest;
      // Not followed: of all edits, only those of the data settings matter.
      const { project, path } = untrack(() => ({ project: editor.project, path: editor.path }));
      if (!client || !project.data) return;
      let gone = false;
      void client
        .ask('samples', { project, projectPath: path, ...asked })
        .then((answer) => {
          if (gone) return;
          this.shown = answer.ok ? answer : undefined;
          this.problems = answer.ok ? [] : answer.problems;
        })
        .catch(() => {});
      return () => {
        gone = true;
      };
    });
  }
}
