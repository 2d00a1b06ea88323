import { untrack } from 'svelte';
import type { Picture, SampleCell } from '../../engine/protocol';
import type { Editor } from '../document/editor.svelte';
import type { Trainer } from '../training/trainer.svelte';
import type { CanvasState } from './canvas-state.svelte';

/** Edits of the data settings follow each other quickly; the engine is asked once they rest, ms. */
const REST = 400;

/**
 * The sample on the input nodes before there is a run: its values as the data hold them. During a run the engine sends
 * them with all other pictures.
 */
export function sampleInputs(canvas: CanvasState, editor: Editor, trainer: Trainer): void {
  const data = $derived(editor.project.data);

  $effect(() => {
    const { client, sample } = trainer;
    const settings = data;
    if (!client || !settings || !('row' in sample)) {
      canvas.samples = new Map();
      return;
    }
    let stale = false;
    const timer = setTimeout(async () => {
      const project = untrack(() => editor.project);
      const ask = { project, projectPath: untrack(() => editor.path), part: sample.part, from: sample.row, count: 1 };
      const answer = await client.ask('samples', ask).catch(() => undefined);
      const cells = answer?.ok ? answer.rows[0] : undefined;
      if (stale || !cells) return;
      const found = Object.entries(settings.bind).flatMap(([node, field]) => {
        const cell = cells.find((each) => each.field === field);
        const picture = cell && pictureOf(node, cell);
        return picture ? [[node, picture] as const] : [];
      });
      canvas.samples = new Map(found);
    }, REST);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  });
}

/** One sample of a picture field, [rows, columns, channels], as a picture on a node; undefined for anything else. */
export function pictureOf(node: string, { values, shape }: SampleCell): Picture | undefined {
  const [rows = 0, columns = 0, channels = 1] = shape;
  if (shape.length < 2 || shape.length > 3 || values.length < rows * columns * channels) return undefined;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Pictures of bytes keep their range, so that a dark one looks dark.
  if (low >= 0 && high > 1 && high <= 255) [low, high] = [0, 255];
  const scale = high > low ? 255 / (high - low) : 0;
  const shown = channels === 3 ? 3 : 1;
  const cells = new Uint8Array(rows * columns * shown);
  for (let i = 0; i < rows * columns; i++) {
    for (let c = 0; c < shown; c++) {
      cells[i * shown + c] = Math.round(((values[i * channels + c] ?? low) - low) * scale);
    }
  }
  return { node, kind: 'input', rows, columns, channels: shown, count: 1, total: 1, low, high, cells };
}
