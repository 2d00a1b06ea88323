import { untrack } from 'svelte';
import { metricTitle, metricWords } from '../dock/metric-words';
import { announce } from '../ui/announce.svelte';
import { formatDuration } from '../ui/format';
import { showToast } from '../ui/toast.svelte';
import type { DockTab, View } from '../view/view.svelte';
import type { Trainer } from './trainer.svelte';

/** Tabs of the dock that follow a run. */
const LIVE: readonly DockTab[] = ['training', 'filters', 'gradients'];

type Numbers = Readonly<Record<string, number>>;

/** The first result beside the loss, in words: `accuracy 98.6 %`; the loss where there is none. */
function resultWords(numbers: Numbers | undefined): { name: string; value: string } | undefined {
  const entries = Object.entries(numbers ?? {});
  const [name, value] = entries.find(([each]) => !/(^|\/)loss$/.test(each)) ?? entries[0] ?? [];
  if (name === undefined) return undefined;
  return { name: metricTitle(name).toLowerCase(), value: metricWords(name, value) };
}

/** Says the end of every epoch to a screen reader, and the end of a run to everyone. Call it while a component is made. */
export function tellOutcome(trainer: Trainer, view: View): void {
  $effect(() => {
    if (trainer.run?.path === undefined) return;
    // What happens over time is shown below the canvas, from the first run on; what is live there already stays.
    view.dockOpen = true;
    if (!untrack(() => LIVE.includes(view.dockTab))) view.dockTab = 'training';
  });
  $effect(() => {
    const last = trainer.run?.epochs.at(-1);
    if (!last || !untrack(() => trainer.busy)) return;
    const epochs = untrack(() => trainer.progress?.epochs);
    const result = resultWords(last.validation ?? last.train);
    announce(`Epoch ${last.epoch}${epochs ? ` of ${epochs}` : ''}${result ? `, ${result.name} ${result.value}` : ''}`);
  });
  $effect(() => {
    const { outcome } = trainer;
    if (!outcome) return;
    if (outcome.state === 'stopped') return announce('Training stopped');
    if (outcome.state !== 'finished') return;
    const part = outcome.metrics.test ? 'test' : 'validation';
    const result = resultWords(outcome.metrics[part] ?? outcome.metrics.train);
    showToast({
      title: 'Training finished.',
      text: `${result ? `${result.value} ${result.name} on the ${part} part` : 'Done'} after ${formatDuration(outcome.seconds)}.`,
      action: {
        label: 'Export…',
        onselect: () => {
          view.exported = outcome.run;
          view.dialog = 'export';
        },
      },
    });
  });
}
