import type { GraphNode, Project } from '../../engine/graph/document';
import type { Spot } from './canvas-state.svelte';
import { documentSpot, drawnAt, rowOf } from './document-spot';
import type { Drawing, DrawnNode } from './drawing';
import { type DrawnLevel, rootLevel } from './levels';
import { snapped } from './new-node';
import type { Size } from './node-size';
import { viewOf } from './node-view';

/** Between a new node and its neighbours, px. */
export const GAP = 32;

/** What a new node of this kind measures, before anything is wired to it. */
export function sizeOfNew(node: GraphNode, project: Project): Size {
  return viewOf({
    node,
    level: rootLevel(project),
    project,
    report: undefined,
    arriving: [],
    leaving: new Set(),
    problems: [],
    twin: undefined,
    blamed: undefined,
    diagram: undefined,
    show: 'none',
    pictured: false,
    heat: undefined,
  }).size;
}

/** A place on the screen for something of this size: the given one, or the first below it where it lies on nothing. */
export function freeSpot(drawing: Drawing, level: DrawnLevel, { x, y }: Spot, { width, height }: Size): Spot {
  const inColumn = drawnAt(drawing, level).filter(
    (other) => other.x < x + width + GAP / 2 && x < other.x + other.width + GAP / 2,
  );
  let top = y;
  for (;;) {
    const inTheWay = inColumn.filter(
      (other) => other.y < top + height + GAP / 2 && top < other.y + other.height + GAP / 2,
    );
    if (inTheWay.length === 0) return { x, y: top };
    top = Math.min(...inTheWay.map((other) => other.y + other.height)) + GAP;
  }
}

/** Position for a new node right of another, below what stands there already. */
export function placeAfter(
  drawing: Drawing,
  project: Project,
  level: DrawnLevel,
  after: DrawnNode,
  node: GraphNode,
): [number, number] {
  const beside = { x: after.x + after.width + GAP, y: rowOf(after) };
  const { x, y } = documentSpot(drawing, level, freeSpot(drawing, level, beside, sizeOfNew(node, project)));
  return snapped([x, y]);
}
