import type { Analysis } from '../../engine/compile/program';
import { columnsOf } from '../layout/place';
import type { Drawing } from './drawing';
import type { CanvasNode } from './flow';
import type { Rectangle } from './viewport';

/** Where nodes stand, px of the canvas; all of them, or those of the paths given, in their order. */
export function rectanglesOf(nodes: readonly CanvasNode[], paths?: Iterable<string>): Rectangle[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const chosen = paths ? [...paths].flatMap((path) => byId.get(path) ?? []) : nodes;
  return chosen.map((node) => {
    const [x, y] = absolute(node, byId);
    return { x, y, width: node.width ?? 0, height: node.height ?? 0 };
  });
}

/** Upper left corner of a node, counted from the canvas rather than from the frame around it. */
export function absolute(node: CanvasNode, byId: ReadonlyMap<string, CanvasNode>): [number, number] {
  let { x, y } = node.position;
  for (let parent = node.parentId; parent !== undefined; ) {
    const around = byId.get(parent);
    x += around?.position.x ?? 0;
    y += around?.position.y ?? 0;
    parent = around?.parentId;
  }
  return [x, y];
}

/** Nodes in the order that the data take, so that keys walk through the net as it computes. */
export function tabOrder(drawing: Drawing): string[] {
  const boxes = drawing.nodes.map(({ path, width, height }) => ({ id: path, width, height }));
  const links = drawing.wires.map(({ source, target }) => ({ from: source, to: target }));
  const columns = columnsOf(
    boxes,
    links.filter(({ from, to }) => !isAround(from, to) && !isAround(to, from)),
  );
  const place = new Map(drawing.nodes.map((node, i) => [node.path, i]));
  return boxes
    .map(({ id }) => id)
    .sort((a, b) => (columns.get(a) ?? 0) - (columns.get(b) ?? 0) || (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

const isAround = (outer: string, inner: string): boolean => inner.startsWith(`${outer}/`);

/** Paths that share weights with what is selected, on either side. */
export function mirrorsOf(selection: ReadonlySet<string>, analysis: Analysis): ReadonlySet<string> {
  const mirrors = new Set<string>();
  if (selection.size === 0) return mirrors;
  for (const { path, sharesWith } of analysis.nodes.values()) {
    if (sharesWith === undefined) continue;
    if (selection.has(path)) mirrors.add(sharesWith);
    if (selection.has(sharesWith)) mirrors.add(path);
  }
  return mirrors;
}
