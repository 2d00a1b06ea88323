import { arrange, GAP_X, GAP_Y, type Room } from './arrange';
import { netsOf, shareOf, stacked } from './nets';
import { type Box, type Link, type Positions, place } from './place';
import { uShape } from './u-shape';

export interface LaidBox extends Box {
  /** The node whose weights it uses: pairs come below each other. */
  readonly twinOf?: string;
  /** Size of the maps that come out: rows break where it changes. */
  readonly stage?: number;
}

const QUICK_GAPS = { x: GAP_X, y: 48 } as const;

/** The U of an encoder with its decoder, where the net has that form. */
export const shells = (boxes: readonly LaidBox[], links: readonly Link[]): Positions | undefined =>
  uShape(boxes, links, { x: GAP_X, y: GAP_Y });

/** Layers by the longest way that leads to each, every branch on a row of its own. */
export const quickLayers = (boxes: readonly Box[], links: readonly Link[]): Positions =>
  place(boxes, links, QUICK_GAPS);

/** A layout without elkjs, at once: for nets whose branches do not cross it is the same (see tidy-up.ts). */
export function layOut(boxes: readonly LaidBox[], links: readonly Link[], room: Room): Positions {
  const nets = netsOf(boxes, links);
  const share = shareOf(room, nets);
  return stacked(nets.map((net) => ({ boxes: net.boxes, places: layOutNet(net.boxes, net.links, share) })));
}

const layOutNet = (boxes: readonly LaidBox[], links: readonly Link[], room: Room): Positions =>
  shells(boxes, links) ?? arrange(boxes, links, quickLayers(boxes, links), room);
