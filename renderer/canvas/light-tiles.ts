import type { Drawing, WireView } from './drawing';
import { endsOf, type Place, placesIn, type View } from './far';
import { type Ends, routeOf, type WireRoute } from './wire-path';

/** Side of a tile, px of the canvas: a window at 100 % sees about four of them. */
const SIDE = 768;

export interface LightTile {
  readonly key: string;
  readonly places: Place[];
  readonly wires: { readonly wire: WireView; readonly route: WireRoute }[];
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * A drawing cut into tiles, of which a few are in sight. What is longer than a tile is one of its own, so that a tile
 * is never far larger than the others.
 */
export function tilesOf(drawing: Drawing): LightTile[] {
  const tiles = new Map<string, LightTile>();
  const take = (id: string, left: number, top: number, right: number, bottom: number): LightTile => {
    const long = right - left > SIDE || bottom - top > SIDE;
    const key = long ? id : `${Math.floor(left / SIDE)} ${Math.floor(top / SIDE)}`;
    const known = tiles.get(key);
    if (!known) {
      const tile = { key, places: [], wires: [], left, top, right, bottom };
      tiles.set(key, tile);
      return tile;
    }
    known.left = Math.min(known.left, left);
    known.top = Math.min(known.top, top);
    known.right = Math.max(known.right, right);
    known.bottom = Math.max(known.bottom, bottom);
    return known;
  };
  const places = placesIn(drawing);
  for (const [path, place] of places) {
    const { x, y, node } = place;
    take(`node ${path}`, x, y, x + node.width, y + node.height).places.push(place);
  }
  for (const wire of drawing.wires) {
    const ends = endsOf(wire, places);
    if (!ends) continue;
    const { route, bounds } = laidOut(wire, ends);
    take(`wire ${wire.id}`, ...bounds).wires.push({ wire, route });
  }
  return [...tiles.values()];
}

type Bounds = [left: number, top: number, right: number, bottom: number];

function laidOut(wire: WireView, ends: Ends): { route: WireRoute; bounds: Bounds } {
  const route = routeOf(ends, wire.drop === undefined ? undefined : ends.y1 + wire.drop);
  const { x1, y1, x2, y2 } = ends;
  const lane = route.middle[1];
  const [left, right] = [Math.min(x1, x2) - AROUND, Math.max(x1, x2) + AROUND];
  return { route, bounds: [left, Math.min(y1, y2, lane), right, Math.max(y1, y2, lane)] };
}

/** A backward wire leaves its nodes by as much, px. */
const AROUND = 18;

/** Ports and rings stand out by as much, px. */
const OUT = 16;

export const isSeen = (tile: LightTile, { left, top, right, bottom }: View): boolean =>
  tile.left - OUT < right && tile.right + OUT > left && tile.top - OUT < bottom && tile.bottom + OUT > top;
