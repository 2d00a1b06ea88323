import { compile } from '../../engine/compile/compile';
import { kindOf } from '../../engine/compile/kinds';
import type { Graph, GraphNode } from '../../engine/graph/document';
import type { Edit } from '../../engine/graph/edit';
import { applyEdit } from '../../engine/graph/edits';
import { graphAt } from '../../engine/graph/graph-at';
import { type Box, place } from '../layout/place';
import type { CanvasState } from './canvas-state.svelte';
import { drawnAt } from './document-spot';
import { draw } from './draw';
import type { DrawnNode } from './drawing';
import { idOf } from './levels';
import { snapped } from './new-node';
import { PORT_Y } from './node-size';
import { makeRoom, type Standing } from './room';

const GAPS = { x: 24, y: 32 } as const;

interface PlacedBox extends Box {
  readonly x: number;
  readonly y: number;
}

/**
 * Edits that put what is inside a block in its place. Names grow longer by the block's, so what is inside moves apart,
 * and what stands around makes room as it does for an opened block, but for good.
 */
export function unpackEdits(canvas: CanvasState, path: string): Edit[] {
  const { project, analysis, fields } = canvas.editor;
  const level = canvas.level(path);
  if (!level?.address) return [];
  const { address } = level;
  const unpack: Edit = { type: 'unpack', in: address, id: idOf(path), fields };
  const unpacked = applyEdit(project, unpack);
  const graph = unpacked.ok ? graphAt(unpacked.value, address) : undefined;
  if (!unpacked.ok || !graph) return [unpack];
  const options = {
    isOpen: (each: string) => each === level.path || level.path.startsWith(`${each}/`),
    show: canvas.view.show,
    heat: 'none',
    pictured: canvas.drawing.nodes.some(({ view }) => view.media && !view.diagram && view.role === undefined),
  } as const;
  const sizes = new Map(
    drawnAt(draw(unpacked.value, compile(unpacked.value, { fields }), options), level).map((node) => [
      node.view.name,
      node,
    ]),
  );
  const before = drawnAt(draw(project, analysis, options), level);
  const left = new Set(graph.nodes.map(({ id }) => id));
  const there = new Set(before.map(({ view }) => view.name));
  const added = graph.nodes.filter(({ id }) => !there.has(id));
  // Twins are unpacked together, each into as many nodes, at its place in the file.
  const instances = level.graph.nodes.filter(({ id }) => !left.has(id));
  const each = added.length / instances.length;
  const insides = new Map(
    instances.map((instance, i) => {
      const nodes = added.slice(i * each, (i + 1) * each);
      return [
        instance.id,
        insideOf(instance, nodes, graph, sizes, kindOf(instance.kind, project.blocks)?.block !== undefined),
      ];
    }),
  );
  const standing = level.graph.nodes.map(({ id, position }): Standing => {
    const { x, y, width, height } = before.find(({ view }) => view.name === id) as DrawnNode;
    const [left, top] = position ?? [x, y];
    const inside = insides.get(id);
    if (!inside) return { id, x: left, y: top, width, height };
    return { id, x: left, y: top, ...inside.size, opened: { width, height, portY: inside.portY } };
  });
  const links = level.graph.edges.map(({ from, to }) => ({ from: from[0], to: to[0] }));
  const positions: Record<string, readonly [number, number]> = {};
  for (const [id, [x, y]] of makeRoom(standing, links)) {
    const inside = insides.get(id);
    if (!inside) positions[id] = snapped([x, y]);
    for (const box of inside?.boxes ?? []) positions[box.id] = snapped([x + box.x, y + box.y]);
  }
  return [unpack, { type: 'moveNodes', in: address, positions }];
}

/** What was inside an instance, counted from its upper left corner. A built-in block knows no places of its own. */
function insideOf(
  instance: GraphNode,
  nodes: readonly GraphNode[],
  { edges }: Graph,
  sizes: ReadonlyMap<string, DrawnNode>,
  builtIn: boolean,
) {
  const ids = new Set(nodes.map(({ id }) => id));
  const boxes = nodes.map(({ id }) => ({ id, width: sizes.get(id)?.width ?? 0, height: sizes.get(id)?.height ?? 0 }));
  const links = edges.map(({ from, to }) => ({ from: from[0], to: to[0] }));
  const made = builtIn
    ? place(
        boxes,
        links.filter(({ from, to }) => ids.has(from) && ids.has(to)),
        GAPS,
      )
    : undefined;
  const [left, top] = instance.position ?? [0, 0];
  const placed = boxes.map((box, i): PlacedBox => {
    const [x, y] = made?.get(box.id) ?? nodes[i]?.position ?? [left, top];
    return { ...box, x, y };
  });
  const apart = fromCorner(made ? placed : movedApart(placed));
  const entries = apart.filter(({ id }) => links.some(({ from, to }) => to === id && !ids.has(from)));
  return {
    boxes: apart,
    size: {
      width: Math.max(...apart.map(({ x, width }) => x + width)),
      height: Math.max(...apart.map(({ y, height }) => y + height)),
    },
    portY: Math.min(...(entries.length > 0 ? entries : apart).map(({ y }) => y)) + PORT_Y,
  };
}

/** Columns, from left to right, moved on by as much as they would lie on what stands before them. */
function movedApart(boxes: readonly PlacedBox[]): PlacedBox[] {
  const placed: PlacedBox[] = [];
  let shift = 0;
  for (const column of [...new Set(boxes.map(({ x }) => x))].sort((a, b) => a - b)) {
    const nodes = boxes.filter(({ x }) => x === column);
    const meeting = placed.filter((other) =>
      nodes.some(({ y, height }) => other.y < y + height && y < other.y + other.height),
    );
    shift = Math.max(shift, ...meeting.map(({ x, width }) => x + width + GAPS.x - column));
    placed.push(...nodes.map((node) => ({ ...node, x: column + shift })));
  }
  return placed;
}

function fromCorner(boxes: readonly PlacedBox[]): PlacedBox[] {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  return boxes.map((box) => ({ ...box, x: box.x - left, y: box.y - top }));
}
