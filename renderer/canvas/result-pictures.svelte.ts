import { untrack } from 'svelte';
import type { Program, ValueId } from '../../engine/compile/program';
import type { Editor } from '../document/editor.svelte';
import type { Trainer } from '../training/trainer.svelte';
import type { CanvasState } from './canvas-state.svelte';

/** Edits follow each other quickly; the engine is asked once they rest, ms. */
const REST = 400;

/** Nodes that show their result, where nothing learnt stands before it: it is the same before a run and after. */
export function fixedResults({ calls }: Pick<Program, 'calls'>): string[] {
  const learnt = new Set<ValueId>();
  const paths: string[] = [];
  for (const { path, layer, inputs, results, weights, activation } of calls) {
    if (Object.keys(weights).length > 0 || inputs.some((id) => learnt.has(id))) {
      for (const id of results) learnt.add(id);
      if (activation) learnt.add(activation.result);
    } else if (layer.picture === 'result') paths.push(path);
  }
  return paths;
}

/** What kernels of given numbers make of the sample, as soon as they stand; during a run the engine sends it. */
export function resultPictures(canvas: CanvasState, editor: Editor, trainer: Trainer): void {
  const program = $derived(editor.analysis.program);

  $effect(() => {
    const { client, sample, busy } = trainer;
    const { project } = editor;
    const shown = new Set(program && project.data ? fixedResults(program) : []);
    if (!client || busy || shown.size === 0) {
      canvas.results = new Map();
      return;
    }
    let stale = false;
    const timer = setTimeout(async () => {
      const ask = { project, projectPath: untrack(() => editor.path), sample };
      const answer = await client.ask('inspect', ask).catch(() => undefined);
      if (stale || !answer?.ok) return;
      const found = answer.pictures.filter(({ node, kind }) => shown.has(node) && kind === 'maps');
      canvas.results = new Map(found.map((picture) => [picture.node, picture]));
    }, REST);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  });
}
