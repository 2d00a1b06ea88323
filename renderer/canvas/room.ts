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
const ROW_SLACK = 48;
const SAME_TOP = 8;

/**
 * Places of all siblings when some blocks are open: what stands right of an opened block moves right, what stands
 * below moves down, and its own row comes down so that the wires into it stay straight. The document's positions do
 * not change.
 */
export function makeRoom(nodes: readonly Standing[]): ReadonlyMap<string, readonly [number, number]> {
  const now = new Map<string, [number, number]>(nodes.map(({ id, x, y }) => [id, [x, y]]));
  const opened = nodes.filter((node) => node.opened).sort((a, b) => a.y - b.y || a.x - b.x);
  for (const block of opened) moveAside(block, nodes, now);
  return now;
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
