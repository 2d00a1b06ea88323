import type { Graph } from './document';

/** Whether wires lead from one node to another. */
export function reaches(graph: Graph, from: string, to: string): boolean {
  const followers = new Map<string, string[]>();
  for (const edge of graph.edges) {
    const list = followers.get(edge.from[0]);
    if (list) list.push(edge.to[0]);
    else followers.set(edge.from[0], [edge.to[0]]);
  }
  const seen = new Set([from]);
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === to) return true;
    for (const next of followers.get(at) ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return false;
}
