import { untrack } from 'svelte';
import { ranOut } from '../../engine/compile/ran-out';
import { DEFAULT_TRAINING } from '../../engine/graph/document';
import type { Problem } from '../../engine/graph/problem';
import type { Forecast } from '../../engine/protocol';
import type { Editor } from '../document/editor.svelte';
import type { Trainer } from './trainer.svelte';

/** How far the forecast of the drawing has come; `refused` says why there is none. */
export type ShownForecast =
  | { readonly state: 'measuring' }
  | { readonly state: 'known'; readonly value: Forecast }
  | { readonly state: 'refused'; readonly problems: readonly Problem[] };

/** The drawing has been quiet for so long, ms, before what it takes is measured. */
const QUIET = 1500;

/** Whether the drawing can be measured now. */
export const mayBeForecast = (editor: Editor, trainer: Trainer): boolean =>
  trainer.device !== undefined &&
  !trainer.busy &&
  editor.project.data !== undefined &&
  editor.project.graph.nodes.length > 0 &&
  editor.errors.length === 0;

/**
 * Keeps the forecast of the open document in the trainer: asked for when the drawing can be trained, has been quiet
 * for a while and nothing is being trained. Call it while a component is made.
 */
export function askForecasts(editor: Editor, trainer: Trainer): void {
  /** What decides a forecast, with where nodes stand and how often all is seen left out. */
  let asked: string | undefined;
  let killed: string | undefined;
  const mayAsk = $derived(mayBeForecast(editor, trainer));
  /** Changes with nearly every edit that matters, and takes no time. */
  const costs = $derived(JSON.stringify([editor.id, editor.analysis.totals, editor.project.data]));

  $effect(() => {
    void costs;
    untrack(() => {
      trainer.forecast = undefined;
      asked = undefined;
    });
  });

  $effect(() => {
    const { client } = trainer;
    const { project, path } = editor;
    if (!mayAsk || !client) return;
    const timer = setTimeout(ask, QUIET);
    return () => clearTimeout(timer);

    async function ask() {
      const key = keyOf(editor);
      if (key === asked && trainer.forecast && trainer.forecast.state !== 'measuring') return;
      if (key === killed) return;
      asked = key;
      trainer.forecast = { state: 'measuring' };
      const shown = await client?.ask('forecast', { project, projectPath: path }).then(shownOf, () => {
        if (trainer.ended?.signal !== 'SIGKILL' || trainer.ended.asked) return undefined;
        // Memory ran out while it was measured: asked again, it would again.
        killed = key;
        return refusedBy(ranOut(project.training ?? DEFAULT_TRAINING));
      });
      if (asked === key) trainer.forecast = shown;
    }
  });
}

const refusedBy = (...problems: Problem[]): ShownForecast => ({ state: 'refused', problems });

const shownOf = (answer: { ok: true; forecast?: Forecast | undefined } | { ok: false; problems: Problem[] }) => {
  if (!answer.ok) return refusedBy(...answer.problems);
  return answer.forecast && ({ state: 'known', value: answer.forecast } as const);
};

function keyOf({ project, path, id }: Editor): string {
  const { epochs: _, ...training } = project.training ?? {};
  const nodes = project.graph.nodes.map(({ position: _p, collapsed: _c, open: _o, ...node }) => node);
  return JSON.stringify([id, path, nodes, project.graph.edges, project.blocks, project.data, training]);
}
