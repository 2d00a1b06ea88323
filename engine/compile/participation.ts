import type { Level } from './level';
import type { Placed } from './place';

/**
 * The nodes of a level that an output depends on, outputs included, or inside a block those that its ports depend on.
 * The others take no part in training. `order` has each node after those that feed it.
 */
export function takingPart(
  level: Level,
  order: readonly Placed[],
  byId: ReadonlyMap<string, Placed>,
): ReadonlySet<Placed> {
  const taking = new Set<Placed>();
  const waiting: Placed[] = [];
  const take = (placed: Placed | undefined) => {
    if (!placed || taking.has(placed)) return;
    taking.add(placed);
    waiting.push(placed);
  };
  if (level.within) for (const [id] of Object.values(level.exits)) take(byId.get(id));
  else for (const placed of order) if (placed.kind?.role === 'output' && !placed.entry.node.muted) take(placed);
  for (let placed = waiting.pop(); placed; placed = waiting.pop()) {
    for (const { edge } of placed.entry.arrivals) take(edge && byId.get(edge.from[0]));
  }
  return taking;
}
