import type { Bridge } from '../../electron/bridge';
import type { Editor } from '../document/editor.svelte';
import type { Trainer } from '../training/trainer.svelte';
import { setTheme } from '../ui/theme.svelte';
import type { View } from '../view/view.svelte';

/** Tells the main process what it shows outside the page: title, edited dot, taskbar progress, end of a run, theme. */
export function reportDocument(bridge: Bridge, editor: Editor, trainer: Trainer, view: View): void {
  $effect(() => {
    const title = view.screen === 'project' ? editor.project.title : 'Netloom';
    void bridge.setDocumentState({ title, path: editor.path ?? null, dirty: editor.dirty });
  });
  $effect(() => {
    const { busy, progress } = trainer;
    void bridge.setProgress(busy && progress?.steps ? Math.min(1, progress.step / progress.steps) : null);
  });
  $effect(() => {
    const { outcome } = trainer;
    if (outcome?.state === 'finished')
      void bridge.notify({ title: 'Training finished', body: trainer.run?.title ?? '' });
    if (outcome?.state === 'failed')
      void bridge.notify({ title: 'Training stopped', body: outcome.problems[0]?.message ?? '' });
  });
  $effect(() => {
    setTheme(view.theme);
  });
}
