import { untrack } from 'svelte';
import type { Trainer } from '../training/trainer.svelte';
import type { CanvasState, Flow } from './canvas-state.svelte';
import type { Detail } from './detail.svelte';
import type { CanvasNode } from './flow';
import { absolute } from './standing';

type Visible = ReturnType<Flow['visible']>;

/** The engine is told at most this often what to draw pictures of, ms. */
const EVERY = 250;

/**
 * Keeps telling the engine which pictures are on the screen: those of visible nodes, for the chosen sample; none under
 * 40 %, where nodes show only their glyph.
 */
export function watchPictures(
  canvas: CanvasState,
  trainer: Trainer,
  detail: Detail,
  nodes: () => readonly CanvasNode[],
): void {
  let told = '';
  let toldTo: unknown;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    timer = undefined;
    const { client, sample } = trainer;
    if (!client) return;
    const { flow, view } = canvas;
    const visible = !flow || detail.least || view.show === 'none' ? [] : visiblePictures(nodes(), flow.visible());
    const words = JSON.stringify([visible, 'values' in sample ? 'own' : sample]);
    // An engine that was started anew knows nothing yet.
    if (words === told && client === toldTo && !('values' in sample)) return;
    told = words;
    toldTo = client;
    void client.ask('watch', { nodes: visible, sample }).catch(() => {});
  };

  $effect(() => {
    void [nodes(), detail.least, canvas.view.show, trainer.sample, trainer.run?.path, trainer.client, canvas.viewport];
    untrack(() => {
      timer ??= setTimeout(tell, EVERY);
    });
  });
  $effect(() => () => clearTimeout(timer));
}

/** Paths of nodes with a picture, or with an answer, that stand in the visible part. */
export function visiblePictures(nodes: readonly CanvasNode[], { left, top, right, bottom }: Visible): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes.flatMap((node) => {
    const { media, role } = node.data.view;
    if ((!media && role !== 'output') || media?.form === 'diagram') return [];
    const [x, y] = absolute(node, byId);
    const inside = x < right && y < bottom && x + (node.width ?? 0) > left && y + (node.height ?? 0) > top;
    return inside ? [node.id] : [];
  });
}
