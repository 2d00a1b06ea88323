import type { GraphEdge, GraphNode, Project } from '../../engine/graph/document';
import type { Edit, GraphAddress } from '../../engine/graph/edit';
import { documentSpot, drawnAt, rowOf } from './document-spot';
import type { Drawing } from './drawing';
import { type DrawnLevel, pathOf } from './levels';
import { sizeOfNew } from './new-place';
import { NUDGE } from './node-size';

/** Least distance between neighbours, px. */
const GAP = 24;
/** Nodes whose tops differ by less stand in one row, px. */
const ROW = 64;

/** A wire of the document, the level that it is drawn in, and where its edits go. */
export interface WireAt {
  readonly edge: GraphEdge;
  readonly level: DrawnLevel;
  readonly address: GraphAddress;
}

/**
 * Edits that put a new node on a wire, half way between its ends. Where it does not fit there, what stands after it in
 * the row moves on by as much as is lacking.
 */
export function insertion(
  drawing: Drawing,
  project: Project,
  { edge, level, address }: WireAt,
  node: GraphNode,
): Edit[] {
  const shown = new Map(drawing.nodes.map((each) => [each.path, each]));
  const from = shown.get(pathOf(level.path, edge.from[0]));
  const to = shown.get(pathOf(level.path, edge.to[0]));
  // Opened blocks push nodes away on the screen only: what is worked out there is applied to the document's places.
  const kept = (id: string): readonly [number, number] => {
    const at = shown.get(pathOf(level.path, id));
    return level.graph.nodes.find((each) => each.id === id)?.position ?? [at?.x ?? 0, at?.y ?? 0];
  };
  if (!from || !to) return [{ type: 'insertOnEdge', in: address, edge, node }];
  const insert = (x: number): Edit => {
    const spot = documentSpot(drawing, level, { x, y: rowOf(from) });
    const position = [grid(spot.x), kept(from.view.name)[1]] as const;
    return { type: 'insertOnEdge', in: address, edge, node: { ...node, position } };
  };
  const { width } = sizeOfNew(node, project);
  const right = from.x + from.width;
  if (Math.abs(rowOf(from) - rowOf(to)) >= ROW || to.x < right) return [insert(right + GAP)];
  const lacking = right + width + 2 * GAP - to.x;
  const placed = insert(right + GAP + Math.max(0, -lacking) / 2);
  if (lacking <= 0) return [placed];
  const shift = Math.ceil(lacking / NUDGE) * NUDGE;
  const positions: Record<string, readonly [number, number]> = {};
  for (const other of drawnAt(drawing, level)) {
    if (Math.abs(rowOf(other) - rowOf(to)) >= ROW || other.x < to.x) continue;
    const [keptX, keptY] = kept(other.view.name);
    positions[other.view.name] = [keptX + shift, keptY];
  }
  return [{ type: 'moveNodes', in: address, positions }, placed];
}

const grid = (value: number): number => Math.round(value / NUDGE) * NUDGE;

/**
 * A cure's edits with the places of what it inserts worked out from how large nodes are drawn. The compiler, which
 * does not know that, proposes places of its own.
 */
export function withRoom(
  edits: readonly Edit[],
  drawing: Drawing,
  project: Project,
  level: DrawnLevel | undefined,
): readonly Edit[] {
  const inserted = edits.filter((edit) => edit.type === 'insertOnEdge');
  const [only] = inserted;
  if (inserted.length !== 1 || !only || !level) return edits;
  const better = insertion(drawing, project, { edge: only.edge, level, address: only.in ?? [] }, only.node);
  return edits.flatMap((edit) => (edit === only ? better : edit.type === 'moveNodes' ? [] : [edit]));
}
