import type { Drawing, DrawnNode, NodeView, WireView } from './drawing';

/**
 * The drawing with a cure applied, marked where it differs from the drawing as it is: new nodes and wires dashed, all
 * figures that would change in accent. What the cure does not touch keeps its place.
 */
export function forecast(now: Drawing, then: Drawing): Drawing {
  const before = new Map(now.nodes.map((node) => [node.path, node]));
  const wires = new Set(now.wires.map((wire) => wire.id));
  return {
    nodes: then.nodes.map((node): DrawnNode => {
      const old = before.get(node.path);
      if (!old) return { ...node, view: { ...node.view, forecast: 'added' } };
      return differs(old.view, node.view) ? { ...node, view: { ...node.view, forecast: 'changed' } } : node;
    }),
    wires: then.wires.map((wire): WireView => (wires.has(wire.id) ? wire : { ...wire, state: 'added' })),
    threads: then.threads,
  };
}

const differs = (a: NodeView, b: NodeView): boolean =>
  a.shape !== b.shape || a.count !== b.count || a.kind !== b.kind || a.summary !== b.summary;
