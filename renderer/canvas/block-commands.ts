import type { Command } from '../commands/command';
import { makeBlockOfSelected, setOpen, toggledBlocks, unpackBlock } from './block-actions';
import type { CanvasState } from './canvas-state.svelte';
import { conditionsOf } from './conditions';
import { separateSelected, shareSelected } from './twin-actions';

/** Blocks and shared weights. */
export function blockCommands(canvas: CanvasState): Command[] {
  const may = conditionsOf(canvas);
  const openBlocks = () => {
    const { paths, open } = toggledBlocks(canvas);
    setOpen(canvas, paths, open);
  };
  return [
    {
      id: 'canvas.openBlock',
      title: 'Open or close blocks',
      group: 'Do',
      keys: ['O'],
      canvasOnly: true,
      when: may.onBlock,
      run: openBlocks,
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
      run: () => {
        if (canvas.target !== undefined) unpackBlock(canvas, canvas.target);
      },
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
