import type { Problem } from '../../engine/graph/problem';
import type { PortAt, Spot } from './canvas-state.svelte';
import type { WireView } from './drawing';
import type { CanvasNode } from './flow';
import { PORT_Y } from './node-size';
import { absolute } from './standing';
import { routeOf } from './wire-path';
import { innerHandle } from './wires';

/** Where a card hangs, px of the canvas: half way along the wire at fault, or the middle of the node's lower edge. */
export function anchorOf(
  nodes: readonly CanvasNode[],
  wire: WireView | undefined,
  problem: Problem,
): (Spot & { readonly onWire: boolean }) | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const source = wire && byId.get(wire.source);
  const target = wire && byId.get(wire.target);
  if (wire && source && target) {
    const start = end(source, wire.sourceHandle, byId);
    const stop = end(target, wire.targetHandle, byId);
    const { middle } = routeOf(
      { x1: start.x, y1: start.y, x2: stop.x, y2: stop.y },
      wire.drop === undefined ? undefined : start.y + wire.drop,
    );
    return { x: middle[0], y: middle[1], onWire: true };
  }
  // A node inside a closed block shows its problem at the block.
  for (let path = problem.node ?? ''; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    const node = byId.get(path);
    if (!node) continue;
    const [x, y] = absolute(node, byId);
    return { x: x + (node.width ?? 0) / 2, y: y + (node.height ?? 0), onWire: false };
  }
  return undefined;
}

/** Where a port's wire ends, px of the canvas. */
export function handleEnd(nodes: readonly CanvasNode[], { path, port, side }: PortAt): Spot | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const node = byId.get(path);
  const found = node?.data.view.ports.find((each) => each.port === port && each.side === side);
  return node && found ? end(node, found.handle, byId) : undefined;
}

function end(node: CanvasNode, handle: string, byId: ReadonlyMap<string, CanvasNode>): Spot {
  const [x, y] = absolute(node, byId);
  const port = node.data.view.ports.find((each) => each.handle === handle || innerHandle(each.port) === handle);
  return { x: x + (port?.side === 'out' ? (node.width ?? 0) : 0), y: y + (port?.y ?? PORT_Y) };
}

export interface CardPlace {
  readonly x: number;
  readonly y: number;
  readonly above: boolean;
  /** Where its tip points, from its left edge. */
  readonly tip: number;
  readonly stem: { readonly x: number; readonly y: number; readonly height: number };
}

const MARGIN = 8;
const CROSS = 16;
const FROM_WIRE = 92;
const FROM_NODE = 28;
const TIP = 8;

/**
 * Where the card stands for an anchor, px of the canvas's pane: below it, above where there is more room.
 * A card on a wire keeps clear of the nodes at both ends.
 */
export function placeCard(
  anchor: Spot & { readonly onWire: boolean },
  card: { readonly width: number; readonly height: number },
  pane: { readonly width: number; readonly height: number },
): CardPlace {
  const away = anchor.onWire ? FROM_WIRE : FROM_NODE;
  const start = anchor.onWire ? CROSS : 6;
  const below = anchor.y + away + card.height + MARGIN <= pane.height;
  const above = !below && anchor.y - away - card.height - MARGIN >= 0;
  const x = clamp(anchor.x - card.width / 2, MARGIN, pane.width - card.width - MARGIN);
  const y = above
    ? anchor.y - away - card.height
    : clamp(anchor.y + away, MARGIN, Math.max(MARGIN, pane.height - card.height - MARGIN));
  const stem = above
    ? { x: anchor.x, y: anchor.y - away + TIP, height: Math.max(0, away - start - TIP) }
    : { x: anchor.x, y: anchor.y + start, height: Math.max(0, y - anchor.y - start - TIP) };
  return { x, y, above, tip: clamp(anchor.x - x, 14, card.width - 14), stem };
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, Math.max(least, most)));
