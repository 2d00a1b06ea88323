import { targetsOf } from './actions';
import type { CanvasState } from './canvas-state.svelte';

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
  const block = (): May =>
    canvas.drawing.nodes.some((node) => node.path === canvas.target && node.view.block) || 'Select a block first';
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
    onBlock: () => both(shown(), block()),
  };
}
