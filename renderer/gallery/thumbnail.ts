import type { Analysis } from '../../engine/compile/program';
import type { Project } from '../../engine/graph/document';
import { applyEdit } from '../../engine/graph/edits';
import { blockIdOf } from '../../engine/graph/graph-at';
import { type Spec, sampleShape } from '../../engine/layers/contract/spec';
import { kindOf } from '../document/kinds';
import type { Family } from '../ui/families';

/** A graph at its lowest level of detail: height says spatial size, hue says family. Units are px of the drawing. */
export interface Thumbnail {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly {
    x: number;
    y: number;
    width: number;
    height: number;
    round: number;
    family: Family;
    twin: boolean;
  }[];
  readonly lines: readonly { path: string; twin: boolean }[];
}

const MOST_COLUMNS = 28;
/** Blocks opened out, at most. */
const MOST_OPENED = 40;
const FEW_UNITS = 6;

const heightOf = (spec: Spec | undefined): number => {
  const [size = 1] = spec && spec.shape.length > 2 ? sampleShape(spec) : [1];
  return size <= 1 ? 14 : 12 + 5.2 * Math.log2(size);
};

/** The project with its own blocks (a tower, say) opened out; built-in blocks stay one box. */
export function unpacked(project: Project): Project {
  let whole = project;
  for (let round = 0; round < MOST_OPENED; round++) {
    const instance = whole.graph.nodes.find((node) => blockIdOf(node.kind) !== undefined);
    const opened = instance && applyEdit(whole, { type: 'unpack', id: instance.id });
    if (!opened?.ok) break;
    whole = opened.value;
  }
  return whole;
}

/** Longest path from an input, for each top-level node. */
function depths(project: Project): Map<string, number> {
  const { nodes, edges } = project.graph;
  const depth = new Map(nodes.map((node) => [node.id, 0]));
  for (let round = 0; round < nodes.length; round++) {
    let moved = false;
    for (const { from, to } of edges) {
      const next = (depth.get(from[0]) ?? 0) + 1;
      if (next > (depth.get(to[0]) ?? 0) && next <= nodes.length) {
        depth.set(to[0], next);
        moved = true;
      }
    }
    if (!moved) break;
  }
  return depth;
}

interface Drawn {
  readonly nodes: Project['graph']['nodes'];
  /** From node to node. */
  readonly wires: readonly (readonly [string, string])[];
  readonly columnOf: ReadonlyMap<string, number>;
}

/** Nodes by column. Of a net too deep to draw whole, evenly many depths; wires lead past what is left out. */
function shortened(project: Project): Drawn {
  const { nodes, edges } = project.graph;
  const depth = depths(project);
  const deepest = Math.max(...depth.values(), 0);
  const wires = edges.map(({ from, to }) => [from[0], to[0]] as const);
  if (deepest < MOST_COLUMNS) return { nodes, wires, columnOf: depth };
  const shown = new Map(
    Array.from({ length: MOST_COLUMNS }, (_, column) => [Math.round((column * deepest) / (MOST_COLUMNS - 1)), column]),
  );
  const columnOf = new Map<string, number>();
  for (const [id, at] of depth) {
    const column = shown.get(at);
    if (column !== undefined) columnOf.set(id, column);
  }
  const after = new Map<string, string[]>();
  for (const [from, to] of wires) after.set(from, [...(after.get(from) ?? []), to]);
  /** The first drawn nodes at or after a node; worked out from the end. */
  const drawnFrom = new Map<string, readonly string[]>();
  for (const [id] of [...depth].sort((a, b) => b[1] - a[1])) {
    const further = (after.get(id) ?? []).flatMap((next) => drawnFrom.get(next) ?? []);
    drawnFrom.set(id, columnOf.has(id) ? [id] : [...new Set(further)]);
  }
  const kept = nodes.filter(({ id }) => columnOf.has(id));
  return {
    nodes: kept,
    wires: kept.flatMap(({ id }) => {
      const ends = new Set((after.get(id) ?? []).flatMap((next) => drawnFrom.get(next) ?? []));
      return [...ends].map((end) => [id, end] as const);
    }),
    columnOf,
  };
}

/** A net of a few units at every level is drawn unit by unit. */
function units(project: Project, analysis: Analysis): Thumbnail | undefined {
  const levels = project.graph.nodes
    .filter((node) => kindOf(node.kind, project)?.role !== 'output')
    .map((node) => ({
      family: kindOf(node.kind, project)?.family ?? 'block',
      spec: analysis.nodes.get(node.id)?.outputs[0],
    }));
  if (levels.length < 2 || levels.some(({ spec }) => spec?.shape.length !== 2 || (spec.shape[1] ?? 0) > FEW_UNITS))
    return undefined;
  const place = (column: number, row: number, count: number): [number, number] => [
    6 + column * 56,
    45 + (row - (count - 1) / 2) * 20,
  ];
  const boxes: Thumbnail['boxes'][number][] = [];
  const lines: Thumbnail['lines'][number][] = [];
  levels.forEach(({ family, spec }, column) => {
    const count = spec?.shape[1] ?? 1;
    const before = column > 0 ? (levels[column - 1]?.spec?.shape[1] ?? 0) : 0;
    for (let row = 0; row < count; row++) {
      const [x, y] = place(column, row, count);
      boxes.push({ x: x - 6, y: y - 6, width: 12, height: 12, round: 6, family, twin: false });
      for (let other = 0; other < before; other++) {
        const [px, py] = place(column - 1, other, before);
        lines.push({ path: `M${px + 6} ${py}C${px + 28} ${py} ${x - 28} ${y} ${x - 6} ${y}`, twin: false });
      }
    }
  });
  return { width: levels.length * 56 - 44, height: 90, boxes, lines };
}

/** Pure in the project and its analysis. */
export function thumbnailOf(project: Project, analysis: Analysis): Thumbnail {
  const small = units(project, analysis);
  if (small) return small;
  const { nodes, wires, columnOf } = shortened(project);
  const columns = new Map<number, string[]>();
  for (const node of nodes) {
    const column = columnOf.get(node.id) ?? 0;
    columns.set(column, [...(columns.get(column) ?? []), node.id]);
  }
  const lanes = Math.max(1, ...[...columns.values()].map((ids) => ids.length));
  const step = columns.size > 16 ? 12 : 20;
  const boxWidth = columns.size > 16 ? 8 : 11;
  const scale = lanes > 1 ? 0.8 : 1;
  const laneHeight = 46;
  const height = lanes * laneHeight + (lanes === 1 ? 20 : 0);
  const boxes = new Map<string, Thumbnail['boxes'][number]>();
  for (const [column, ids] of columns) {
    ids.forEach((id, lane) => {
      const node = nodes.find((n) => n.id === id);
      const kind = node && kindOf(node.kind, project);
      const tall = Math.min(
        laneHeight * (lanes === 1 ? 1.3 : 0.86),
        heightOf(analysis.nodes.get(id)?.outputs[0]) * scale,
      );
      const middle = height / 2 + (lane - (ids.length - 1) / 2) * laneHeight;
      boxes.set(id, {
        x: column * step,
        y: middle - tall / 2,
        width: boxWidth,
        height: tall,
        round: 2,
        family: kind?.family ?? 'block',
        twin: Boolean(node?.shares),
      });
    });
  }
  const lines = wires.flatMap(([from, to]) => {
    const [a, b] = [boxes.get(from), boxes.get(to)];
    if (!a || !b) return [];
    const [x1, y1, x2, y2] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2];
    const bow = Math.max(4, (x2 - x1) / 2);
    return [
      {
        path: y1 === y2 ? `M${x1} ${y1}H${x2}` : `M${x1} ${y1}C${x1 + bow} ${y1} ${x2 - bow} ${y2} ${x2} ${y2}`,
        twin: false,
      },
    ];
  });
  const twins = nodes.flatMap((node) => {
    const [a, b] = [boxes.get(node.shares ?? ''), boxes.get(node.id)];
    return a && b ? [{ path: `M${a.x + a.width / 2} ${a.y + a.height}L${b.x + b.width / 2} ${b.y}`, twin: true }] : [];
  });
  const width = Math.max(...[...boxes.values()].map((box) => box.x + box.width), 1);
  return { width, height, boxes: [...boxes.values()], lines: [...lines, ...twins] };
}
