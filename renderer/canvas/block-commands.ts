import type { Command } from '../commands/command';
import { makeBlockOfSelected, setOpen, unpackTarget } from './block-actions';
import type { CanvasState } from './canvas-state.svelte';
import { conditionsOf } from './conditions';
import { separateSelected, shareSelected } from './twin-actions';

/** Blocks and shared weights. */
export function blockCommands(canvas: CanvasState): Command[] {
  const may = conditionsOf(canvas);
  const openBlock = () => {
    const node = canvas.drawing.nodes.find((each) => each.path === canvas.target);
    if (node?.view.block) setOpen(canvas, node.path, !('frame' in node.view));
  };
  return [
    {
      id: 'canvas.openBlock',
      title: 'Open or close the block',
      group: 'Do',
      keys: ['O'],
      canvasOnly: true,
      when: may.onBlock,
      run: openBlock,
    },
    {
      id: 'canvas.makeBlock',
      title: 'Make a block of the selection',
      group: 'Do',
      keys: ['Mod+G'],
      canvasOnly: true,
      when: may.editingLevel,
      run: () => makeBlockOfSelected(canvas),
    },
    {
      id: 'canvas.unpack',
      title: 'Unpack into its layers',
      group: 'Do',
      keys: ['Mod+Shift+G'],
      canvasOnly: true,
      when: may.unpacking,
      run: () => unpackTarget(canvas),
    },
    {
      id: 'canvas.share',
      title: 'Share weights…',
      group: 'Do',
      keys: ['S'],
      canvasOnly: true,
      when: may.sharing,
      run: () => shareSelected(canvas),
    },
    {
      id: 'canvas.separate',
      title: 'Give it weights of its own',
      group: 'Do',
      keys: ['Shift+S'],
      canvasOnly: true,
      when: may.separating,
      run: () => separateSelected(canvas),
    },
  ];
}
