import type { Graph } from './document';

/** Whether wires lead from one node to another. */
export const reaches = (graph: Graph, from: string, to: string): boolean => reachable(graph, [from], 'forward').has(to);

/** All nodes that wires lead to from some nodes (`backward`: that lead to them), those included. */
export function reachable(graph: Graph, from: Iterable<string>, way: 'forward' | 'backward'): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const edge of graph.edges) {
    const [at, to] = way === 'forward' ? [edge.from[0], edge.to[0]] : [edge.to[0], edge.from[0]];
    const list = next.get(at);
    if (list) list.push(to);
    else next.set(at, [to]);
  }
  const seen = new Set(from);
  const waiting = [...seen];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const id of next.get(at) ?? []) {
      if (!seen.has(id)) {
        seen.add(id);
        waiting.push(id);
      }
    }
  }
  return seen;
}
