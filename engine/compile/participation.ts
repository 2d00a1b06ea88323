import type { Placed, PlacedLevel } from './infer';

/** The nodes of a level that an output depends on, outputs included: the others take no part in training. */
export function takingPart({ order, byId }: PlacedLevel): ReadonlySet<Placed> {
  const taking = new Set<Placed>();
  for (const placed of [...order].reverse()) {
    if (placed.kind?.role === 'output' && !placed.entry.node.muted) taking.add(placed);
    if (!taking.has(placed)) continue;
    for (const { edge } of placed.entry.arrivals) {
      const from = edge && byId.get(edge.from[0]);
      if (from) taking.add(from);
    }
  }
  return taking;
}
