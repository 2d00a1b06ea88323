import type { Spot } from './canvas-state.svelte';
import { type Drawing, type DrawnNode, isFrame } from './drawing';
import { type DrawnLevel, idOf, parentOf } from './levels';
import { PORT_Y, type Size } from './node-size';
import { makeRoom, ROW_SLACK, type Standing } from './room';

/** Nodes of a level on the screen. */
export const drawnAt = (drawing: Drawing, level: DrawnLevel): readonly DrawnNode[] =>
  drawing.nodes.filter(({ parent }) => parent === level.path);

/** Top of the row that a node stands in: an opened block hangs its frame's head above it. */
export const rowOf = ({ y, view }: DrawnNode): number =>
  isFrame(view) ? y + (view.ports[0]?.y ?? PORT_Y) - PORT_Y : y;

/** Upper left corner of a node, px of the canvas; the canvas's own for ''. */
export function cornerOf({ nodes }: Drawing, path: string): Spot {
  const corner = { x: 0, y: 0 };
  for (let at = path; at !== ''; at = parentOf(at)) {
    const node = nodes.find((each) => each.path === at);
    corner.x += node?.x ?? 0;
    corner.y += node?.y ?? 0;
  }
  return corner;
}

const PROBE = ' ';

/**
 * The position in the document of what is to be seen at a place of a level: opened blocks push their neighbours away on
 * the screen only. Where nothing could be seen just there, the nearest.
 */
export function documentSpot(drawing: Drawing, level: DrawnLevel, seen: Spot): Spot {
  const nodes = drawnAt(drawing, level);
  const positions = new Map(level.graph.nodes.map(({ id, position }) => [id, position]));
  const standing = nodes.map(({ path, x, y, width, height, view }): Standing => {
    const [left, top] = positions.get(idOf(path)) ?? [x, y];
    const opened = isFrame(view) ? { ...view.closed, portY: view.ports[0]?.y ?? PORT_Y } : undefined;
    return { id: idOf(path), x: left, y: top, width, height, opened };
  });
  const links = level.graph.edges.map(({ from, to }) => ({ from: from[0], to: to[0] }));
  const [first] = nodes;
  const [left, top] = (first && makeRoom(standing, links).get(idOf(first.path))) ?? [0, 0];
  // A frame draws its nodes below its head, wherever their positions begin.
  const wanted = first ? { x: seen.x - (first.x - left), y: seen.y - (first.y - top) } : seen;
  /** How far from the wanted place something at this position is drawn. */
  const miss = (at: Spot): Spot => {
    const [x, y] = makeRoom([...standing, { id: PROBE, ...at, width: 1, height: 1 }], links).get(PROBE) ?? [0, 0];
    return { x: x - wanted.x, y: y - wanted.y };
  };
  return standing.reduce((at, block) => {
    if (!block.opened) return at;
    const near = nearest([at, ...pulledBack(at, block, block.opened)], miss);
    // Rows that were pushed apart as well are a plain step.
    const left = miss(near);
    return nearest([near, { x: near.x - left.x, y: near.y - left.y }], miss);
  }, wanted);
}

/** Where something may stand that one opened block has pushed to a place: see `makeRoom`. */
function pulledBack({ x, y }: Spot, block: Standing, { width, height, portY }: Size & { portY: number }): Spot[] {
  const tops = [y, y - (portY - PORT_Y), y - (block.height - height), block.y + height + ROW_SLACK - 1];
  return tops.flatMap((top) => [
    { x: x - (block.width - width), y: top },
    { x, y: top },
  ]);
}

function nearest(spots: readonly [Spot, ...Spot[]], miss: (spot: Spot) => Spot): Spot {
  const distance = (spot: Spot) => {
    const { x, y } = miss(spot);
    return Math.abs(x) + Math.abs(y);
  };
  let [found] = spots;
  let least = distance(found);
  for (const spot of spots) {
    const missed = distance(spot);
    if (missed >= least) continue;
    found = spot;
    least = missed;
  }
  return found;
}
