import type { Spot } from './canvas-state.svelte';
import type { Drawing, DrawnNode, WireView } from './drawing';
import { type Ends, routeOf } from './wire-path';
import { innerHandle } from './wires';

/*
 * A thousand layers on the screen at once are a pattern: each as an element of its own would take many seconds to
 * make and would not move smoothly. From afar they are drawn as a few paths, one for each tint.
 */

/** As many nodes as xyflow draws at a time without stumbling. */
const CROWD = 400;

/** How many nodes stand in the visible part, about, when the drawing fills it evenly. */
export function crowdOf(drawing: Drawing, zoom: number, size: Extent): number {
  const whole = extentOf(drawing);
  const share = Math.min(1, size.width / zoom / whole.width) * Math.min(1, size.height / zoom / whole.height);
  return drawing.nodes.length * share;
}

/** About the zoom at which all of a drawing is seen in a window of this size. */
export function wholeZoom(drawing: Drawing, size: Extent): number {
  const whole = extentOf(drawing);
  return Math.min(size.width / whole.width, size.height / whole.height);
}

/** A part of the canvas, px. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Extent {
  readonly width: number;
  readonly height: number;
}

function extentOf({ nodes }: Drawing): Extent {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const { parent, x, y, width, height } of nodes) {
    if (parent !== '') continue;
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + width), Math.max(bottom, y + height)];
  }
  return { width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

export const isCrowd = (count: number): boolean => count > CROWD;

/**
 * What xyflow draws of some nodes: them in the order given, frames before what stands in them, and the wires between
 * them if asked. The order is that of the elements: one that is moved among the others would lose the focus.
 */
export function nearPart(drawing: Drawing, kept: Iterable<string>, wired = false): Drawing {
  const places = placesIn(drawing);
  const near = new Map<string, DrawnNode>();
  const take = (path: string): void => {
    const node = places.get(path)?.node;
    if (!node || near.has(path)) return;
    take(node.parent);
    near.set(path, node);
  };
  for (const path of kept) take(path);
  const wires = wired ? drawing.wires.filter(({ source, target }) => near.has(source) && near.has(target)) : [];
  return { nodes: [...near.values()], wires, threads: [] };
}

export interface FarPath {
  readonly tone: string;
  readonly fill: string;
  readonly stroke: string;
  readonly d: string;
}

export interface Place extends Spot {
  readonly node: DrawnNode;
}

const known = new WeakMap<Drawing, ReadonlyMap<string, Place>>();

/** Upper left corners of all nodes, counted from the canvas. Frames come before what stands in them. */
export function placesIn(drawing: Drawing): ReadonlyMap<string, Place> {
  const made = known.get(drawing) ?? located(drawing);
  known.set(drawing, made);
  return made;
}

function located(drawing: Drawing): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const node of drawing.nodes) {
    const around = places.get(node.parent);
    places.set(node.path, { x: node.x + (around?.x ?? 0), y: node.y + (around?.y ?? 0), node });
  }
  return places;
}

/** One path of boxes for each tint: frames first, then families or degrees of heat, problems last. */
export function farBoxes(drawing: Drawing): FarPath[] {
  const tones = new Map<string, { fill: string; stroke: string; d: string[] }>();
  for (const { x, y, node } of placesIn(drawing).values()) {
    const { tone, fill, stroke } = toneOf(node);
    const known = tones.get(tone) ?? { fill, stroke, d: [] };
    known.d.push(`M${x} ${y}h${node.width}v${node.height}h${-node.width}z`);
    tones.set(tone, known);
  }
  return [...tones]
    .sort(([a], [b]) => orderOf(a) - orderOf(b))
    .map(([tone, { fill, stroke, d }]) => ({ tone, fill, stroke, d: d.join('') }));
}

const orderOf = (tone: string): number => (tone === 'frame' ? 0 : tone === 'problem' ? 2 : 1);

const HEATS = 12;

export function toneOf({ view }: DrawnNode): Omit<FarPath, 'd'> {
  if (view.errors > 0 && !('frame' in view)) {
    return { tone: 'problem', fill: 'var(--error-soft)', stroke: 'var(--error)' };
  }
  if ('frame' in view) return { tone: 'frame', fill: 'none', stroke: 'var(--line-control)' };
  if (view.heat !== undefined) {
    // As on a node that is near: see LayerNode.svelte.
    const degree = Math.round(Math.sqrt(view.heat) * HEATS);
    const fill = `color-mix(in srgb, var(--run-2) ${Math.round((degree / HEATS) * 45)}%, var(--raised))`;
    return { tone: `heat ${degree}`, fill, stroke: 'var(--line-control)' };
  }
  return { tone: view.family, fill: `var(--fam-${view.family}-t)`, stroke: `var(--fam-${view.family})` };
}

/** One path of wires for each thing that flows. */
export function farWires(drawing: Drawing): ReadonlyMap<WireView['flow'], string> {
  const places = placesIn(drawing);
  const paths = new Map<WireView['flow'], string[]>();
  for (const wire of drawing.wires) {
    const ends = endsOf(wire, places);
    if (!ends) continue;
    const list = paths.get(wire.flow) ?? [];
    list.push(routeOf(ends, wire.drop === undefined ? undefined : ends.y1 + wire.drop).path);
    paths.set(wire.flow, list);
  }
  return new Map([...paths].map(([flow, list]) => [flow, list.join('')]));
}

const INNER = innerHandle('');

/** A frame's inner handles lie on its edges as well: what comes in at the left goes on from there. */
export function endsOf(wire: WireView, places: ReadonlyMap<string, Place>): Ends | undefined {
  const from = places.get(wire.source);
  const to = places.get(wire.target);
  if (!from || !to) return undefined;
  const enters = wire.sourceHandle.endsWith(INNER);
  const leaves = wire.targetHandle.endsWith(INNER);
  const portY = ({ node, y }: Place, handle: string, side: 'in' | 'out') =>
    y + (node.view.ports.find((port) => port.side === side && port.handle === handle)?.y ?? 16);
  const outer = (handle: string) => handle.slice(0, -INNER.length);
  return {
    x1: from.x + (enters ? 0 : from.node.width),
    y1: enters ? portY(from, outer(wire.sourceHandle), 'in') : portY(from, wire.sourceHandle, 'out'),
    x2: to.x + (leaves ? to.node.width : 0),
    y2: leaves ? portY(to, outer(wire.targetHandle), 'out') : portY(to, wire.targetHandle, 'in'),
  };
}

/** How many nodes stand in a part of the canvas, wholly or not. */
export function countIn(drawing: Drawing, { left, top, right, bottom }: View): number {
  let count = 0;
  for (const { x, y, node } of placesIn(drawing).values()) {
    if (x < right && y < bottom && x + node.width > left && y + node.height > top) count++;
  }
  return count;
}

/** The innermost node at a place of the canvas. */
export function nodeUnder(drawing: Drawing, spot: Spot): string | undefined {
  let found: string | undefined;
  for (const [path, { x, y, node }] of placesIn(drawing)) {
    if (spot.x >= x && spot.y >= y && spot.x <= x + node.width && spot.y <= y + node.height) found = path;
  }
  return found;
}
