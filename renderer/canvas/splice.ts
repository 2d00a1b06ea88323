import type { Edit } from '../../engine/graph/edit';
import type { CanvasState } from './canvas-state.svelte';

/** Edits that put a free node into a wire; none where it has no input or no output. */
export function spliceDragged(canvas: CanvasState, path: string, wireId: string): Edit[] {
  const wire = canvas.drawing.wires.find((each) => each.id === wireId);
  const node = canvas.node(path);
  const view = canvas.drawing.nodes.find((each) => each.path === path)?.view;
  const sides = new Set(view?.ports.map((port) => port.side));
  if (!wire?.edge || !wire.address || !node || sides.size < 2) return [];
  const input = view?.ports.find((port) => port.side === 'in')?.port as string;
  const output = view?.ports.find((port) => port.side === 'out')?.port as string;
  const { edge, address } = wire;
  return [
    { type: 'disconnect', in: address, edge },
    { type: 'connect', in: address, edge: { from: edge.from, to: [node.id, input] } },
    { type: 'connect', in: address, edge: { from: [node.id, output], to: edge.to } },
  ];
}
