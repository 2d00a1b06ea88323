import type { Edit } from '../../engine/graph/edit';
import type { Spec } from '../../engine/layers/contract/spec';
import { tidyUp } from '../layout/tidy-up';
import { announce } from '../ui/announce.svelte';
import { perform } from './actions';
import type { CanvasState } from './canvas-state.svelte';
import { draw } from './draw';
import { snapped } from './new-node';
import { reframed } from './notes';
import { FIT_ROOM } from './viewport';

/** Lays the project's own nodes out anew, as one undo step: left to right, long chains in rows like text. */
export async function tidy(canvas: CanvasState): Promise<void> {
  const { editor } = canvas;
  const { project, analysis } = editor;
  // With all blocks closed and all pictures shown: neither opening a block nor a run may make nodes overlap.
  const closed = draw(project, analysis, {
    isOpen: () => false,
    show: 'filters-and-maps',
    heat: 'none',
    pictured: true,
  });
  const nodes = closed.nodes.map(({ path, width, height, view }) => ({
    id: path,
    width,
    height,
    ports: view.ports.map(({ handle, side, y }) => ({ id: `${side}:${handle}`, side, y })),
    twinOf: analysis.nodes.get(path)?.sharesWith,
    stage: stageOf(analysis.nodes.get(path)?.outputs[0]),
  }));
  const links = closed.wires.map((wire) => ({
    from: wire.source,
    to: wire.target,
    fromPort: `out:${wire.sourceHandle}`,
    toPort: `in:${wire.targetHandle}`,
  }));
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

/** Length of the first axis along which places lie: 56 for maps of 56×56×64. */
const stageOf = (spec: Spec | undefined): number | undefined =>
  spec && spec.shape.length > 2 ? Number(spec.shape[1]) : undefined;
