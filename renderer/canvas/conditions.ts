import { targetsOf } from './actions';
import { toggledBlocks } from './block-actions';
import type { CanvasState } from './canvas-state.svelte';
import { parentOf } from './levels';
import { possibleOwners } from './twin-actions';

type May = true | string;
export const both = (a: May, b: May): May => (a === true ? b : a);

/** When commands of the canvas may run: true, or why not. */
export function conditionsOf(canvas: CanvasState) {
  const { view } = canvas;
  const shown = (): May => {
    if (view.screen !== 'project') return 'No project is open';
    return view.name === 'graph' && canvas.flow ? true : 'The graph is not shown';
  };
  const some = (): May => (targetsOf(canvas).length > 0 ? true : 'Select a node first');
  const block = (): May => toggledBlocks(canvas).paths.length > 0 || 'Select a block first';
  const inPlace = (): May =>
    targetsOf(canvas).every((path) => canvas.level(path)?.address) ||
    'The inside of a built-in block cannot be changed: choose Edit inside first';
  const oneLevel = (): May =>
    new Set(targetsOf(canvas).map(parentOf)).size <= 1 ||
    'Select nodes of one level: either inside the block or outside';
  const twin = (): May =>
    targetsOf(canvas).some((path) => canvas.node(path)?.shares !== undefined) || 'It has weights of its own already';
  const alike = (): May => {
    const targets = targetsOf(canvas);
    const kinds = new Set(targets.map((path) => canvas.node(path)?.kind));
    if (kinds.size > 1) return 'Only nodes of one kind can share weights';
    const [only] = targets;
    if (targets.length !== 1 || only === undefined) return true;
    return possibleOwners(canvas, only).length > 0 || 'No other node here is of this kind';
  };
  const editing = () => both(shown(), canvas.mayEdit);
  return {
    shown,
    /** Something can be changed. */
    editing,
    /** Something is selected, and can be changed. */
    editingSome: () => both(editing(), some()),
    copying: () => both(shown(), some()),
    deleting: () => both(editing(), canvas.selectedWires.size > 0 ? true : some()),
    drawn: () => both(shown(), canvas.drawing.nodes.length > 0 || 'Nothing drawn yet'),
    /** What is selected stands side by side, where it can be changed. */
    editingLevel: () => both(both(editing(), some()), both(inPlace(), oneLevel())),
    sharing: () => both(both(both(editing(), some()), both(inPlace(), oneLevel())), alike()),
    separating: () => both(both(editing(), some()), twin()),
    unpacking: () => both(both(editing(), block()), inPlace()),
    onBlock: () => both(shown(), block()),
  };
}
