import type { Graph, Project } from '../../engine/graph/document';
import { kindOf } from '../document/kinds';
import { place } from '../layout/place';
import type { Diagram } from './drawing';
import type { DrawnLevel } from './levels';

const WIDTH = 160;
const MOST_BOXES = 24;
const BOX = 10;
const TOP = 10;
const ROW = 13;
const ROWS = 2;

const made = new WeakMap<Graph, { readonly ends: string; readonly diagram: Diagram }>();

/** The small picture of a block's inside, 160 × 30: its main row, branches below, every box in its family's tint. */
export function diagramOf(level: DrawnLevel, project: Project): Diagram {
  const ends = JSON.stringify([level.entries, level.exits]);
  const known = made.get(level.graph);
  if (known?.ends === ends) return known.diagram;
  const diagram = drawn(level, project);
  made.set(level.graph, { ends, diagram });
  return diagram;
}

function drawn(level: DrawnLevel, project: Project): Diagram {
  const { nodes, edges } = level.graph;
  const shown = nodes.slice(0, MOST_BOXES);
  const boxes = shown.map((node) => {
    const kind = kindOf(node.kind, project);
    const wide = Object.keys(kind?.params ?? {}).length > 1 && kind?.family !== 'act';
    return { id: node.id, family: kind?.family ?? 'block', width: wide ? 20 : kind?.family === 'merge' ? 9 : 10 };
  });
  const links = edges.map(({ from, to }) => ({ from: from[0], to: to[0] }));
  const placed = place(
    boxes.map(({ id, width }) => ({ id, width, height: BOX })),
    links,
    { x: 5, y: ROW - BOX },
  );
  const full = Math.max(1, ...boxes.map(({ id, width }) => (placed.get(id)?.[0] ?? 0) + width));
  const room = WIDTH - 24;
  const scale = Math.min(1, room / full);
  const left = (WIDTH - full * scale) / 2;
  const at = new Map(
    boxes.map(({ id, width, family }) => {
      const [x, y] = placed.get(id) ?? [0, 0];
      const row = Math.min(ROWS - 1, Math.round(y / ROW));
      return [id, { x: left + x * scale, y: TOP + row * ROW, width: Math.max(4, width * scale), family }];
    }),
  );
  return { boxes: [...at.values()].map(roundedOff), lines: linesOf(level, at, left) };
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function linesOf({ graph, entries, exits }: DrawnLevel, at: ReadonlyMap<string, Placed>, left: number): string {
  const start = Math.max(2, left - 9);
  const end = WIDTH - start;
  const lines: string[] = [];
  const join = (x1: number, y1: number, x2: number, y2: number, over: boolean) => {
    if (y1 === y2 && !over) lines.push(`M${n(x1)} ${n(y1)}H${n(x2)}`);
    else {
      const low = Math.max(y1, y2, over ? TOP + ROW : 0);
      lines.push(`M${n(x1)} ${n(y1)}h2V${n(low)}H${n(x2 - 2)}V${n(y2)}h2`);
    }
  };
  const passes = (x1: number, x2: number, y: number) =>
    [...at.values()].some((box) => box.y === y && box.x > x1 + 1 && box.x + box.width < x2 - 1);
  for (const { from, to } of graph.edges) {
    const a = at.get(from[0]);
    const b = at.get(to[0]);
    if (a && b) join(a.x + a.width, a.y, b.x, b.y, passes(a.x + a.width, b.x, a.y));
  }
  for (const [, refs] of entries) {
    for (const [id] of refs) {
      const b = at.get(id);
      if (b) join(start, TOP, b.x, b.y, passes(start, b.x, b.y));
    }
  }
  for (const [, [id]] of exits) {
    const a = at.get(id);
    if (a) join(a.x + a.width, a.y, end, a.y, false);
  }
  return lines.join('');
}

const n = (value: number): string => String(Math.round(value * 10) / 10);
const roundedOff = <T extends Placed>(box: T): T => ({
  ...box,
  x: Math.round(box.x * 10) / 10,
  width: Math.round(box.width * 10) / 10,
});
