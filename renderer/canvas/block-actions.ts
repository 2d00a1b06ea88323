import { announce } from '../ui/announce.svelte';
import type { CanvasState } from './canvas-state.svelte';
import { idOf } from './levels';

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
