import type { Edit } from '../../engine/graph/edit';
import { freeName, toId } from '../../engine/graph/names';
import { announce } from '../ui/announce.svelte';
import { perform } from './actions';
import type { CanvasState } from './canvas-state.svelte';
import { idOf, parentOf } from './levels';

/** Opens or closes a block in place; its neighbours move away. */
export function setOpen(canvas: CanvasState, path: string, open: boolean): void {
  const level = canvas.level(path);
  if (!level) return;
  canvas.flow?.glide();
  // Blocks inside built-in blocks, and all blocks of a file that must not change, are opened for this view only.
  if (level.address && canvas.mayEdit === true) {
    canvas.editor.edit({ type: 'setFlag', in: level.address, ids: [idOf(path)], flag: 'open', value: open });
    if (!open) canvas.openHere(path, false);
  } else canvas.openHere(path, open);
  announce(open ? `${idOf(path)} opened` : `${idOf(path)} closed`);
}

/**
 * Makes what is inside a block editable: the instance, or all that look like it inside, become instances of a block of
 * the project. Inner nodes stay where they are drawn.
 */
export function editInside(canvas: CanvasState, path: string, all: boolean): void {
  const level = canvas.level(path);
  const node = canvas.node(path);
  if (!level?.address || !node) return;
  const { project, fields } = canvas.editor;
  const base = toId(node.kind.replace(/^block:/, '')) || 'block';
  const blockId = freeName(base, new Set(Object.keys(project.blocks ?? {})));
  const inner = canvas.drawing.nodes.filter((each) => parentOf(each.path) === path);
  const positions = Object.fromEntries(inner.map(({ view, x, y }) => [view.name, [x, y] as const]));
  const edits: Edit[] = [
    { type: 'detachBlock', in: level.address, id: node.id, blockId, all, fields },
    ...(inner.length ? [{ type: 'moveNodes', in: [`block:${blockId}`], positions } as const] : []),
  ];
  perform(canvas, `edit ${node.id}`, edits, all ? 'All of them can be edited now' : `${node.id} can be edited now`);
}
