import type { Command } from '../commands/command';
import { toggleFlag } from './actions';
import type { CanvasState } from './canvas-state.svelte';
import { both, conditionsOf } from './conditions';
import { tidy } from './tidy';

/**
 * What is done to the selected nodes, and to all.
 *
 * @param order nodes as Tab walks them
 */
export function nodeCommands(canvas: CanvasState, order: readonly string[]): Command[] {
  const may = conditionsOf(canvas);
  const { editor } = canvas;
  const one = () => canvas.target;
  const selectAll = () => {
    const tops = canvas.drawing.nodes.filter((node) => node.parent === '').map((node) => node.path);
    editor.select(order.length ? order.filter((path) => tops.includes(path)) : tops);
  };

  return [
    {
      id: 'edit.selectAll',
      title: 'Select all',
      group: 'Do',
      keys: ['Mod+A'],
      canvasOnly: true,
      when: may.drawn,
      run: selectAll,
    },
    {
      id: 'canvas.rename',
      title: 'Rename',
      group: 'Do',
      keys: ['F2'],
      when: may.editingSome,
      run: () => {
        canvas.renaming = one();
      },
    },
    {
      id: 'canvas.mute',
      title: 'Mute or unmute',
      group: 'Do',
      keys: ['M'],
      canvasOnly: true,
      when: may.editingSome,
      run: () => toggleFlag(canvas, 'muted', ['muted', 'works again']),
    },
    {
      id: 'canvas.freeze',
      title: 'Freeze or unfreeze weights',
      group: 'Do',
      keys: ['X'],
      canvasOnly: true,
      when: may.editingSome,
      run: () => toggleFlag(canvas, 'frozen', ['frozen', 'learns again']),
    },
    {
      id: 'canvas.everyStep',
      title: 'Apply to every step, or once',
      group: 'Do',
      keys: ['E'],
      canvasOnly: true,
      when: may.editingSome,
      run: () => toggleFlag(canvas, 'everyStep', ['applied to every step', 'applied once']),
    },
    {
      id: 'canvas.collapse',
      title: 'Collapse or expand',
      group: 'Do',
      keys: ['H'],
      canvasOnly: true,
      when: may.editingSome,
      run: () => toggleFlag(canvas, 'collapsed', ['collapsed', 'expanded']),
    },
    {
      id: 'canvas.tidy',
      title: 'Tidy up',
      group: 'Do',
      keys: ['Shift+T'],
      canvasOnly: true,
      when: () => both(may.editing(), may.drawn()),
      run: () => tidy(canvas),
    },
  ];
}
