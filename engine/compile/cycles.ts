import type { GraphEdge } from '../graph/document';
import type { Entry } from './level';

export interface Cycle {
  /** In the direction of the wires, from the end of `edge` to its start. */
  readonly names: readonly string[];
  /** The wire that closes it: the one that leads back furthest in the file. */
  readonly edge: GraphEdge;
}

/** One cycle for each knot among nodes that stand on a cycle or behind one. */
export function cyclesOf(circular: readonly Entry[]): Cycle[] {
  const byId = new Map(circular.map((entry) => [entry.node.id, entry]));
  const visited = new Set<Entry>();
  const cycles: Cycle[] = [];
  for (const start of circular) {
    // Every such node is fed by another one, so walking against the wires ends in a cycle.
    const walk: Entry[] = [];
    const walked = new Set<Entry>();
    const wires: GraphEdge[] = [];
    let at: Entry | undefined = start;
    while (at && !visited.has(at) && !walked.has(at)) {
      walk.push(at);
      walked.add(at);
      const edge: GraphEdge | undefined = at.arrivals.find(
        (arrival) => arrival.edge && byId.has(arrival.edge.from[0]),
      )?.edge;
      if (edge) wires.push(edge);
      at = edge && byId.get(edge.from[0]);
    }
    const first = at && walked.has(at) ? walk.indexOf(at) : -1;
    for (const entry of walk) visited.add(entry);
    if (first >= 0) cycles.push(closed(wires.slice(first), byId));
  }
  return cycles;
}

/** `wires` lead against the direction, each starting where the next one ends. */
function closed(wires: readonly GraphEdge[], byId: ReadonlyMap<string, Entry>): Cycle {
  const index = (id: string) => byId.get(id)?.index ?? 0;
  const back = ({ from, to }: GraphEdge) => index(from[0]) - index(to[0]);
  const edge = wires.reduce((best, wire) => (back(wire) > back(best) ? wire : best));
  const inDirection = [...wires].reverse();
  const after = inDirection.indexOf(edge) + 1;
  const ordered = [...inDirection.slice(after), ...inDirection.slice(0, after)];
  return { names: ordered.map(({ from }) => from[0]), edge };
}
