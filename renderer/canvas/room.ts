import type { Link } from '../layout/place';
import { PORT_Y } from './node-size';

/** A node among its siblings as it stands in the document, and how large it is drawn. */
export interface Standing {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** An opened block: its closed size, and where its port lies below its top. */
  readonly opened?: { readonly width: number; readonly height: number; readonly portY: number };
}

/** Nodes this close below a block still stand beside it rather than in the next row. */
export const ROW_SLACK = 48;
const SAME_TOP = 8;
/** Between nodes that were pushed apart, px. */
const LEAST_GAP = 32;

/**
 * Places of all siblings when some blocks are open: what stands right of an opened block moves right, what stands
 * below moves down, and its own row comes down so that the wires into it stay straight. The document's positions do
 * not change.
 */
export function makeRoom(
  nodes: readonly Standing[],
  links: readonly Link[] = [],
): ReadonlyMap<string, readonly [number, number]> {
  const now = new Map<string, [number, number]>(nodes.map(({ id, x, y }) => [id, [x, y]]));
  const opened = nodes.filter((node) => node.opened).sort((a, b) => a.y - b.y || a.x - b.x);
  for (const block of opened) moveAside(block, nodes, now);
  if (opened.length > 0) {
    keepForward(nodes, links, now);
    keepApart(nodes, now);
  }
  return now;
}

/** Wires that led to the right still do, though their ends stand in different rows: the U of a U-Net, side branches. */
function keepForward(nodes: readonly Standing[], links: readonly Link[], now: Map<string, [number, number]>): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const forward = links.flatMap(({ from, to }) => {
    const [a, b] = [byId.get(from), byId.get(to)];
    if (!a || !b) return [];
    const gap = b.x - (a.x + (a.opened?.width ?? a.width));
    return gap >= 0 ? [{ a, b, gap }] : [];
  });
  // From left to right, so that what has been pushed pushes on.
  for (const { a, b, gap } of forward.sort((one, other) => one.a.x - other.a.x)) {
    const [from, to] = [now.get(a.id), now.get(b.id)];
    if (from && to) to[0] = Math.max(to[0], from[0] + a.width + Math.min(gap, LEAST_GAP));
  }
}

/** Where a node would now lie on one that stood above it, its row comes down, and so do all rows below. */
function keepApart(nodes: readonly Standing[], now: Map<string, [number, number]>): void {
  const at = ({ id }: Standing) => now.get(id) as [number, number];
  const meet = (a: Standing, b: Standing) => {
    const [[ax, ay], [bx, by]] = [at(a), at(b)];
    return ax < bx + b.width && bx < ax + a.width && ay < by + b.height && by < ay + a.height;
  };
  const above: Standing[] = [];
  /** How much further down a row has to be, px. */
  const lacking = (row: readonly Standing[]): number =>
    row.reduce(
      (most, node) =>
        above.reduce(
          (so, other) => (meet(node, other) ? Math.max(so, at(other)[1] + other.height + LEAST_GAP - at(node)[1]) : so),
          most,
        ),
      0,
    );
  let down = 0;
  for (const top of [...new Set(nodes.map(({ y }) => y))].sort((a, b) => a - b)) {
    const row = nodes.filter(({ y }) => y === top);
    for (const node of row) at(node)[1] += down;
    for (let more = lacking(row); more > 0; more = lacking(row)) {
      for (const node of row) at(node)[1] += more;
      down += more;
    }
    above.push(...row);
  }
}

function moveAside(block: Standing, nodes: readonly Standing[], now: Map<string, [number, number]>): void {
  const closed = block.opened as NonNullable<Standing['opened']>;
  const at = now.get(block.id) as [number, number];
  const right = block.x + closed.width;
  const bottom = block.y + closed.height;
  const down = closed.portY - PORT_Y;
  for (const node of nodes) {
    if (node.id === block.id) continue;
    const place = now.get(node.id) as [number, number];
    const height = node.opened?.height ?? node.height;
    const beside = node.y < bottom + ROW_SLACK && node.y + height > block.y;
    if (beside && node.x >= right) place[0] = Math.max(place[0], at[0] + block.width + (node.x - right));
    if (beside && Math.abs(node.y - block.y) <= SAME_TOP && !node.opened) place[1] = Math.max(place[1], at[1] + down);
    if (!beside && node.y >= bottom) place[1] = Math.max(place[1], at[1] + block.height + (node.y - bottom));
  }
}
