import type { Command } from '../commands/command';
import type { View } from '../view/view.svelte';
import type { CanvasState } from './canvas-state.svelte';
import { conditionsOf } from './conditions';

/** Finding, zooming, and what the nodes show. */
export function seeCommands(canvas: CanvasState): Command[] {
  const may = conditionsOf(canvas);
  const { editor, view } = canvas;
  const heat = (by: View['heat'], title: string): Command => ({
    id: `canvas.heat.${by}`,
    title,
    group: 'Do',
    when: may.drawn,
    run: () => {
      view.heat = by;
    },
  });

  return [
    {
      id: 'edit.find',
      title: 'Find in the graph…',
      group: 'Go to',
      keys: ['Mod+F'],
      when: may.drawn,
      run: () => {
        canvas.finding = true;
      },
    },
    {
      id: 'view.fit',
      title: 'Fit the drawing',
      group: 'Go to',
      keys: ['Shift+1', 'Home'],
      canvasOnly: true,
      when: may.drawn,
      run: () => canvas.flow?.fit(),
    },
    {
      id: 'canvas.fitSelection',
      title: 'Fit the selection',
      group: 'Go to',
      keys: ['F'],
      canvasOnly: true,
      when: may.drawn,
      run: () => canvas.flow?.fit(editor.selection.size ? editor.selection : undefined),
    },
    {
      id: 'canvas.zoomIn',
      title: 'Zoom in',
      group: 'Go to',
      keys: ['+', '=', 'Mod++', 'Mod+='],
      canvasOnly: true,
      when: may.shown,
      run: () => canvas.flow?.zoomBy(1.25),
    },
    {
      id: 'canvas.zoomOut',
      title: 'Zoom out',
      group: 'Go to',
      keys: ['-', 'Mod+-'],
      canvasOnly: true,
      when: may.shown,
      run: () => canvas.flow?.zoomBy(0.8),
    },
    {
      id: 'canvas.zoomWhole',
      title: 'Zoom to 100 %',
      group: 'Go to',
      keys: ['Mod+0'],
      canvasOnly: true,
      when: may.shown,
      run: () => canvas.flow?.zoomTo(1),
    },
    {
      id: 'canvas.nextPicture',
      title: 'Next picture',
      group: 'Do',
      keys: [']'],
      canvasOnly: true,
      when: may.shown,
      run: () => canvas.stepPicture?.(1),
    },
    {
      id: 'canvas.previousPicture',
      title: 'Previous picture',
      group: 'Do',
      keys: ['['],
      canvasOnly: true,
      when: may.shown,
      run: () => canvas.stepPicture?.(-1),
    },
    heat('parameters', 'Heat by parameters'),
    heat('macs', 'Heat by multiply-adds'),
    heat('memory', 'Heat by memory'),
    heat('none', 'No heat'),
  ];
}
