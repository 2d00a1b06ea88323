import type { Edit } from '../../engine/graph/edit';
import { tidyUp } from '../layout/tidy-up';
import { announce } from '../ui/announce.svelte';
import { perform } from './actions';
import type { CanvasState } from './canvas-state.svelte';
import { snapped } from './new-node';
import { reframed } from './notes';
import { tidyParts } from './tidy-parts';
import { FIT_ROOM } from './viewport';

/** Lays the project's own nodes out anew, as one undo step: left to right, long chains in rows like text. */
export async function tidy(canvas: CanvasState): Promise<void> {
  const { editor } = canvas;
  const { project, analysis } = editor;
  const { nodes, links } = tidyParts(project, analysis);
  const room = {
    width: Math.max(640, (canvas.flow?.width ?? 1000) - FIT_ROOM.left - FIT_ROOM.right),
    height: Math.max(400, (canvas.flow?.height ?? 700) - FIT_ROOM.top - FIT_ROOM.bottom),
  };
  const places = await tidyUp(nodes, links, room).catch(() => undefined);
  if (!places) return announce('The drawing could not be tidied up');
  if (editor.project !== project) return;
  const positions: Record<string, [number, number]> = {};
  for (const [path, place] of places) positions[path] = snapped(place);
  const edits: Edit[] = [{ type: 'moveNodes', in: [], positions }, ...reframed(canvas, places)];
  canvas.flow?.glide();
  if (perform(canvas, 'tidy up', edits, 'Tidied up')) requestAnimationFrame(() => canvas.flow?.fit());
}
