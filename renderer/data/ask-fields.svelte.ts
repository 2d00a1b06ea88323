import { untrack } from 'svelte';
import { fieldsOf } from '../../engine/compile/fields';
import type { Editor } from '../document/editor.svelte';
import type { Trainer } from '../training/trainer.svelte';

/**
 * Keeps the fields of a source whose file decides them (a table) in the editor, so that the graph can be checked. Call
 * it while a component is made.
 */
export function askFields(editor: Editor, trainer: Trainer): void {
  const source = $derived(
    fieldsOf(editor.project) === undefined ? JSON.stringify([editor.project.data?.source, editor.path]) : undefined,
  );
  $effect(() => {
    const { client } = trainer;
    if (source === undefined || !client) return;
    const { data } = untrack(() => editor.project);
    if (!data) return;
    let gone = false;
    void client
      .ask('fields', { source: data.source as never, projectPath: untrack(() => editor.path) })
      .then((answer) => {
        if (!gone) editor.toldFields = answer.ok ? answer.fields : [];
      })
      .catch(() => {});
    return () => {
      gone = true;
    };
  });
}
