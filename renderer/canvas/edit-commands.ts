import type { Command } from '../commands/command';
import { copySelected, cutSelected, duplicateSelected, pasteAt, portToWire, removeSelected } from './actions';
import type { CanvasState } from './canvas-state.svelte';
import { conditionsOf } from './conditions';
import { cornerOf, rowOf } from './document-spot';
import { parentOf } from './levels';
import { GAP } from './new-place';
import { PORT_Y } from './node-size';
import { addFrame, addWords } from './notes';

/** Adding, wiring, copying and deleting. */
export function editCommands(canvas: CanvasState): Command[] {
  const may = conditionsOf(canvas);
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
    const around = cornerOf(canvas.drawing, parentOf(path));
    const spot = {
      x: (node ? node.x + node.width : 0) + GAP + around.x,
      y: (node ? rowOf(node) : 0) + PORT_Y + around.y,
    };
    const at = canvas.flow?.toWindow(spot) ?? canvas.place;
    canvas.quickAdd = { at, spot, from: port, anywhere: true };
  };
  const wire = (side: 'in' | 'out') => () => {
    const path = one();
    canvas.connecting = path === undefined ? undefined : portToWire(canvas, path, side);
  };

  return [
    {
      id: 'canvas.add',
      title: 'Add a layer…',
      group: 'Add',
      keys: ['A'],
      canvasOnly: true,
      when: may.editing,
      run: quickAdd,
    },
    {
      id: 'canvas.addAfter',
      title: 'Add after this node…',
      group: 'Add',
      keys: ['Shift+A'],
      canvasOnly: true,
      when: may.editingSome,
      run: after,
    },
    {
      id: 'canvas.addNote',
      title: 'Add a note',
      group: 'Add',
      keys: ['N'],
      canvasOnly: true,
      when: may.editing,
      run: () => addWords(canvas, place()),
    },
    {
      id: 'canvas.addFrame',
      title: 'Add a frame around the selection',
      group: 'Add',
      keys: ['Shift+N'],
      canvasOnly: true,
      when: may.editing,
      run: () => addFrame(canvas, place()),
    },
    {
      id: 'canvas.connect',
      title: 'Connect to…',
      group: 'Do',
      keys: ['C'],
      canvasOnly: true,
      when: may.editingSome,
      run: wire('out'),
    },
    {
      id: 'canvas.connectFrom',
      title: 'Connect from…',
      group: 'Do',
      keys: ['Shift+C'],
      canvasOnly: true,
      when: may.editingSome,
      run: wire('in'),
    },
    {
      id: 'edit.cut',
      title: 'Cut',
      group: 'Do',
      keys: ['Mod+X'],
      canvasOnly: true,
      when: may.editingSome,
      run: () => cutSelected(canvas),
    },
    {
      id: 'edit.copy',
      title: 'Copy',
      group: 'Do',
      keys: ['Mod+C'],
      canvasOnly: true,
      when: may.copying,
      run: async () => void (await copySelected(canvas)),
    },
    {
      id: 'edit.paste',
      title: 'Paste',
      group: 'Do',
      keys: ['Mod+V'],
      canvasOnly: true,
      when: may.editing,
      run: () => pasteAt(canvas, place()),
    },
    {
      id: 'edit.duplicate',
      title: 'Duplicate',
      group: 'Do',
      keys: ['Mod+D'],
      when: may.editingSome,
      run: () => duplicateSelected(canvas),
    },
    {
      id: 'edit.delete',
      title: 'Delete',
      group: 'Do',
      keys: ['Delete', 'Backspace'],
      canvasOnly: true,
      when: may.deleting,
      run: () => removeSelected(canvas, true),
    },
    {
      id: 'canvas.cutOut',
      title: 'Delete with its wires',
      group: 'Do',
      keys: ['Mod+Delete', 'Mod+Backspace'],
      canvasOnly: true,
      when: may.deleting,
      run: () => removeSelected(canvas, false),
    },
  ];
}
