import type { Command } from '../commands/command';
import {
  copySelected,
  cutSelected,
  duplicateSelected,
  pasteAt,
  portToWire,
  removeSelected,
  targetsOf,
  toggleFlag,
} from './actions';
import { setOpen } from './block-actions';
import type { CanvasState } from './canvas-state.svelte';
import { parentOf } from './levels';
import { tidy } from './tidy';

/**
 * Everything that can be done on the canvas, for its keys and context menus, and for the window's menus and command
 * palette. Single letters work only while the canvas has the focus.
 *
 * @param order nodes as Tab walks them, for `Select all`
 */
export function canvasCommands(canvas: CanvasState, order: readonly string[] = []): Command[] {
  const { editor, view } = canvas;
  const shown = (): true | string => {
    if (view.screen !== 'project') return 'No project is open';
    return view.name === 'graph' && canvas.flow ? true : 'The graph is not shown';
  };
  const editing = () => both(shown(), canvas.mayEdit);
  const some = (): true | string => (targetsOf(canvas).length > 0 ? true : 'Select a node first');
  const editingSome = () => both(editing(), some());
  const deleting = () => both(editing(), canvas.selectedWires.size > 0 ? true : some());
  const drawn = () => both(shown(), canvas.drawing.nodes.length > 0 ? true : 'Nothing drawn yet');
  const place = () => canvas.flow?.toCanvas(canvas.place) ?? { x: 0, y: 0 };
  const one = () => canvas.target;
  const quickAdd = () => {
    const at = canvas.place;
    canvas.quickAdd = { at, spot: place() };
  };
  const after = () => {
    const path = one();
    const port = path === undefined ? undefined : portToWire(canvas, path, 'out');
    if (path === undefined || !port) return;
    const node = canvas.drawing.nodes.find((each) => each.path === path);
    const level = canvas.drawing.nodes.find((each) => each.path === parentOf(path));
    const spot = {
      x: (node?.x ?? 0) + (node?.width ?? 0) + 32 + (level?.x ?? 0),
      y: (node?.y ?? 0) + 16 + (level?.y ?? 0),
    };
    const at = canvas.flow?.toWindow(spot) ?? canvas.place;
    canvas.quickAdd = { at, spot, from: port };
  };
  const wire = (side: 'in' | 'out') => () => {
    const path = one();
    canvas.connecting = path === undefined ? undefined : portToWire(canvas, path, side);
  };
  const selectAll = () => {
    const tops = canvas.drawing.nodes.filter((node) => node.parent === '').map((node) => node.path);
    editor.select(order.length ? order.filter((path) => tops.includes(path)) : tops);
  };
  const openBlock = () => {
    const node = canvas.drawing.nodes.find((each) => each.path === one());
    if (node?.view.block) setOpen(canvas, node.path, !('frame' in node.view));
  };
  const isBlock = (): true | string =>
    canvas.drawing.nodes.some((node) => node.path === one() && node.view.block) ? true : 'Select a block first';

  return [
    {
      id: 'canvas.add',
      title: 'Add a layer…',
      group: 'Add',
      keys: ['A'],
      canvasOnly: true,
      when: editing,
      run: quickAdd,
    },
    {
      id: 'canvas.addAfter',
      title: 'Add after this node…',
      group: 'Add',
      keys: ['Shift+A'],
      canvasOnly: true,
      when: editingSome,
      run: after,
    },
    {
      id: 'canvas.connect',
      title: 'Connect to…',
      group: 'Do',
      keys: ['C'],
      canvasOnly: true,
      when: editingSome,
      run: wire('out'),
    },
    {
      id: 'canvas.connectFrom',
      title: 'Connect from…',
      group: 'Do',
      keys: ['Shift+C'],
      canvasOnly: true,
      when: editingSome,
      run: wire('in'),
    },
    {
      id: 'edit.cut',
      title: 'Cut',
      group: 'Do',
      keys: ['Mod+X'],
      canvasOnly: true,
      when: editingSome,
      run: () => cutSelected(canvas),
    },
    {
      id: 'edit.copy',
      title: 'Copy',
      group: 'Do',
      keys: ['Mod+C'],
      canvasOnly: true,
      when: () => both(shown(), some()),
      run: async () => void (await copySelected(canvas)),
    },
    {
      id: 'edit.paste',
      title: 'Paste',
      group: 'Do',
      keys: ['Mod+V'],
      canvasOnly: true,
      when: editing,
      run: () => pasteAt(canvas, place()),
    },
    {
      id: 'edit.duplicate',
      title: 'Duplicate',
      group: 'Do',
      keys: ['Mod+D'],
      when: editingSome,
      run: () => duplicateSelected(canvas),
    },
    {
      id: 'edit.delete',
      title: 'Delete',
      group: 'Do',
      keys: ['Delete', 'Backspace'],
      canvasOnly: true,
      when: deleting,
      run: () => removeSelected(canvas, true),
    },
    {
      id: 'canvas.cutOut',
      title: 'Delete with its wires',
      group: 'Do',
      keys: ['Mod+Delete', 'Mod+Backspace'],
      canvasOnly: true,
      when: deleting,
      run: () => removeSelected(canvas, false),
    },
    {
      id: 'edit.selectAll',
      title: 'Select all',
      group: 'Do',
      keys: ['Mod+A'],
      canvasOnly: true,
      when: drawn,
      run: selectAll,
    },
    {
      id: 'edit.find',
      title: 'Find in the graph…',
      group: 'Go to',
      keys: ['Mod+F'],
      when: drawn,
      run: () => {
        canvas.finding = true;
      },
    },
    {
      id: 'canvas.rename',
      title: 'Rename',
      group: 'Do',
      keys: ['F2'],
      when: editingSome,
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
      when: editingSome,
      run: () => toggleFlag(canvas, 'muted', ['muted', 'works again']),
    },
    {
      id: 'canvas.freeze',
      title: 'Freeze or unfreeze weights',
      group: 'Do',
      keys: ['X'],
      canvasOnly: true,
      when: editingSome,
      run: () => toggleFlag(canvas, 'frozen', ['frozen', 'learns again']),
    },
    {
      id: 'canvas.collapse',
      title: 'Collapse or expand',
      group: 'Do',
      keys: ['H'],
      canvasOnly: true,
      when: editingSome,
      run: () => toggleFlag(canvas, 'collapsed', ['collapsed', 'expanded']),
    },
    {
      id: 'canvas.openBlock',
      title: 'Open or close the block',
      group: 'Do',
      keys: ['O'],
      canvasOnly: true,
      when: () => both(shown(), isBlock()),
      run: openBlock,
    },
    {
      id: 'canvas.tidy',
      title: 'Tidy up',
      group: 'Do',
      keys: ['Shift+T'],
      canvasOnly: true,
      when: () => both(editing(), drawn()),
      run: () => tidy(canvas),
    },
    {
      id: 'view.fit',
      title: 'Fit the drawing',
      group: 'Go to',
      keys: ['Shift+1', 'Home'],
      canvasOnly: true,
      when: drawn,
      run: () => canvas.flow?.fit(),
    },
    {
      id: 'canvas.fitSelection',
      title: 'Fit the selection',
      group: 'Go to',
      keys: ['F'],
      canvasOnly: true,
      when: drawn,
      run: () => canvas.flow?.fit(editor.selection.size ? editor.selection : undefined),
    },
    {
      id: 'canvas.zoomIn',
      title: 'Zoom in',
      group: 'Go to',
      keys: ['+', '=', 'Mod++', 'Mod+='],
      canvasOnly: true,
      when: shown,
      run: () => canvas.flow?.zoomBy(1.25),
    },
    {
      id: 'canvas.zoomOut',
      title: 'Zoom out',
      group: 'Go to',
      keys: ['-', 'Mod+-'],
      canvasOnly: true,
      when: shown,
      run: () => canvas.flow?.zoomBy(0.8),
    },
    {
      id: 'canvas.zoomWhole',
      title: 'Zoom to 100 %',
      group: 'Go to',
      keys: ['Mod+0'],
      canvasOnly: true,
      when: shown,
      run: () => canvas.flow?.zoomTo(1),
    },
    {
      id: 'canvas.nextPicture',
      title: 'Next picture',
      group: 'Do',
      keys: [']'],
      canvasOnly: true,
      when: shown,
      run: () => canvas.stepPicture?.(1),
    },
    {
      id: 'canvas.previousPicture',
      title: 'Previous picture',
      group: 'Do',
      keys: ['['],
      canvasOnly: true,
      when: shown,
      run: () => canvas.stepPicture?.(-1),
    },
  ];
}

const both = (a: true | string, b: true | string): true | string => (a === true ? b : a);
