import type { Box, Link, Positions } from './place';
import { wrap } from './wrap';

export const GAP_X = 32;
/** Between rows: the lane of the wire that goes back runs in it. */
export const GAP_Y = 72;
const STEP = 8;

interface Node extends Box {
  readonly twinOf?: string;
  readonly stage?: number;
}

/** What a drawing is to fill, px. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Rows may grow to so many times the room's width, for a long net to have the room's form. */
const WIDER = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8, 11, 15, 20] as const;
/** A narrower drawing is easier to read at the same zoom: a wider one has to be larger on the screen by this much. */
const GAIN = 1.12;
/** What a drawing is worth for each wire that is torn from its neighbours at the end of a row. */
const WHOLE = 0.5;
/** What more a drawing is worth whose rows all begin where the maps get smaller: a stage of the net is seen as such. */
const STAGED = 0.3;

/**
 * Makes rows out of a layered layout: columns with common left edges, owners above their twins, long chains wrapped
 * like text, everything on the grid of 8. Rows are as wide as the room, or wider where the whole is then larger.
 */
export function arrange(nodes: readonly Node[], links: readonly Link[], layered: Positions, room: Room): Positions {
  const ordered = ownersAbove(nodes, withColumns(nodes, layered));
  const crossings = crossingsOf(nodes, links, ordered);
  let best: { places: Positions; worth: number } | undefined;
  for (const wider of WIDER) {
    const { places, flaws, staged } = wrap(nodes, ordered, crossings, {
      width: room.width * wider,
      gapX: GAP_X,
      gapY: GAP_Y,
    });
    const zoom = zoomOf(nodes, places, room);
    const worth = zoom * WHOLE ** flaws * (1 + STAGED * staged);
    if (!best || worth > best.worth * GAIN) best = { places, worth };
    if (zoom >= 1 && flaws === 0) break;
  }
  return best?.places ?? ordered;
}

/** At which zoom all is seen, 1 at most. */
export function zoomOf(nodes: readonly Node[], places: Positions, { width, height }: Room): number {
  let [right, bottom] = [1, 1];
  for (const node of nodes) {
    const [x, y] = places.get(node.id) ?? [0, 0];
    right = Math.max(right, x + node.width);
    bottom = Math.max(bottom, y + node.height);
  }
  return Math.min(1, width / right, height / bottom);
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
  const starting = lefts.map(() => 0);
  for (const { from, to } of links) {
    const [first, last] = [Math.min(of(from), of(to)), Math.max(of(from), of(to))];
    starting[first] = (starting[first] ?? 0) + 1;
    starting[last] = (starting[last] ?? 0) - 1;
  }
  let open = 0;
  return starting.map((change) => {
    open += change;
    return open;
  });
}
