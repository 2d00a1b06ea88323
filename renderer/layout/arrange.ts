import type { Box, Link, Positions } from './place';
import { wrap } from './wrap';

const GAP_X = 32;
/** Between rows: the lane of the wire that goes back runs in it. */
const GAP_Y = 72;
const STEP = 8;

interface Node extends Box {
  readonly twinOf?: string;
}

/**
 * Makes rows out of a layered layout: columns with common left edges, owners above their twins, long chains wrapped
 * like text, everything on the grid of 8.
 */
export function arrange(nodes: readonly Node[], links: readonly Link[], layered: Positions, width: number): Positions {
  const columns = withColumns(nodes, layered);
  const ordered = ownersAbove(nodes, columns);
  const crossings = crossingsOf(nodes, links, ordered);
  return wrap(nodes, ordered, crossings, { width, gapX: GAP_X, gapY: GAP_Y });
}

/** Nodes whose horizontal spans overlap form a column and share its left edge; heights go to the grid. */
function withColumns(nodes: readonly Node[], layered: Positions): Map<string, readonly [number, number]> {
  const at = (id: string) => layered.get(id) ?? ([0, 0] as const);
  const byLeft = [...nodes].sort((a, b) => at(a.id)[0] - at(b.id)[0]);
  const result = new Map<string, readonly [number, number]>();
  let left = Number.NEGATIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const node of byLeft) {
    const [x, y] = at(node.id);
    if (x >= right) left = x;
    right = x >= right ? x + node.width : Math.max(right, x + node.width);
    result.set(node.id, [left, Math.round(y / STEP) * STEP]);
  }
  return result;
}

/** Of a pair in one column the owner stands above. */
function ownersAbove(nodes: readonly Node[], places: Map<string, readonly [number, number]>): Positions {
  for (const { id, twinOf } of nodes) {
    const own = places.get(id);
    const owner = twinOf === undefined ? undefined : places.get(twinOf);
    if (!own || !owner || twinOf === undefined || own[0] !== owner[0] || owner[1] <= own[1]) continue;
    places.set(id, owner);
    places.set(twinOf, own);
  }
  return places;
}

/** How many wires lead from the columns up to i to those after it, for each i. */
function crossingsOf(nodes: readonly Node[], links: readonly Link[], places: Positions): number[] {
  const lefts = [...new Set(nodes.map(({ id }) => places.get(id)?.[0] ?? 0))].sort((a, b) => a - b);
  const column = new Map(lefts.map((x, i) => [x, i]));
  const of = (id: string) => column.get(places.get(id)?.[0] ?? 0) ?? 0;
  const crossings = lefts.map(() => 0);
  for (const { from, to } of links) {
    for (let i = Math.min(of(from), of(to)); i < Math.max(of(from), of(to)); i++)
      crossings[i] = (crossings[i] ?? 0) + 1;
  }
  return crossings;
}
