import type { GraphEdge, GraphNode, Json } from '../graph/document';
import type { Edit } from '../graph/edit';
import { idsOf } from '../graph/graph-at';
import { freeName } from '../graph/names';
import type { Fix } from '../graph/problem';
import { type Cure, isFault } from '../graph/problems';
import type { Params, Values } from '../layers/contract/params';
import { kindOf } from './kinds';
import type { Entry, Level } from './level';
import { addressOf } from './place';
import { isBinding } from './values';

/** Room that a node of the usual width takes with the gap to the next, px. */
const STEP = 192;
/** Nodes whose tops differ by less stand in one row, px. */
const ROW = 64;
const GRID = 16;

type Insertion = Extract<Cure, { insert: unknown }>['insert'];

/** A wire with the level that it is drawn in. */
export interface Wire {
  readonly level: Level;
  readonly edge: GraphEdge;
}

/** A cure as one click: edits at the node at fault, or on the wire at fault. Undefined where nothing can be edited. */
export function fixOf(cure: Cure, level: Level, entry: Entry, wire: Wire | undefined): Fix | undefined {
  if ('insert' in cure) {
    const edits = wire && insertion(wire, level, entry, cure.insert);
    return edits && { title: cure.title, kind: cure.insert.kind, edits };
  }
  const at = addressOf(level);
  if (!at) return 'set' in cure ? throughBlock(cure, level, entry) : undefined;
  if ('remove' in cure) {
    return { title: cure.title, edits: [{ type: 'removeNodes', ...at, ids: [entry.node.id], heal: true }] };
  }
  if ('everyStep' in cure) {
    const edit = { type: 'setFlag', ...at, ids: [entry.node.id], flag: 'everyStep', value: cure.everyStep } as const;
    return { title: cure.title, edits: [edit] };
  }
  if ('become' in cure) {
    const { kind, params } = cure.become;
    const title = cure.title.replace(/^Make it /, `Make ${entry.node.id} `);
    return { title, kind, edits: [{ type: 'setKind', ...at, id: entry.owner.id, kind, params }] };
  }
  const edits = Object.entries(cure.set).map(([param, value]) => setting(level, entry, param, value));
  return edits.includes(undefined) ? undefined : { title: cure.title, edits: edits as Edit[] };
}

/** The same parameters of the built-in block around, where what is inside follows them: nobody can change it itself. */
function throughBlock(
  cure: Extract<Cure, { set: unknown }>,
  { within, env }: Level,
  { node, kind: innerKind }: Entry,
): Fix | undefined {
  const kind = within?.entry.kind;
  if (!within || !kind?.block || !env || !Object.keys(cure.set).every((param) => param in kind.params))
    return undefined;
  const values = { ...env, ...cure.set } as Values<Params>;
  const opened = kind.block.inside(
    values,
    kind.inputs.map(() => undefined),
  );
  if (isFault(opened)) return undefined;
  const found = opened.graph.nodes.find(({ id, kind: same }) => id === node.id && same === node.kind);
  if (!found) return undefined;
  const inner = found.params;
  const follows = ([param, value]: [string, Json]) =>
    JSON.stringify(inner?.[param] ?? innerKind?.params[param]?.default) === JSON.stringify(value);
  return Object.entries(cure.set).every(follows) ? fixOf(cure, within.level, within.entry, undefined) : undefined;
}

/** Sets a parameter where it is decided: at the block instance where it is bound to one of the block's. */
export function setting(level: Level, entry: Entry, param: string, value: Json | undefined): Edit | undefined {
  const given = entry.owner.params?.[param];
  if (isBinding(given) && level.within) return setting(level.within.level, level.within.entry, given.param, value);
  const at = addressOf(level);
  return at && { type: 'setParam', ...at, id: entry.owner.id, param, value };
}

/**
 * A new node on a wire, between its ends; what stands after it in the row makes room. It goes over the steps that the
 * node at fault goes over.
 */
function insertion(
  { level, edge }: Wire,
  inner: Level,
  { node: { everyStep } }: Entry,
  { kind, params }: Insertion,
): Edit[] | undefined {
  const at = addressOf(level);
  if (!at) return undefined;
  const { nodes } = level.graph;
  const id = freeName(kindOf(kind, level.blocks)?.name ?? kind, idsOf(level.graph));
  const from = nodes.find((node) => node.id === edge.from[0])?.position;
  const to = nodes.find((node) => node.id === edge.to[0])?.position;
  const [x, y] = from ?? to ?? [0, 0];
  const inRow = from && to && Math.abs(from[1] - to[1]) < ROW && to[0] > from[0];
  const left = inRow ? Math.max(x + STEP, Math.round((from[0] + to[0]) / 2 / GRID) * GRID) : x + STEP;
  const over = everyStep || inner.steps.length > level.steps.length;
  const node: GraphNode = {
    id,
    kind,
    ...(params && { params }),
    position: [left, y],
    ...(over && { everyStep: true }),
  };
  const insert: Edit = { type: 'insertOnEdge', ...at, edge, node };
  const lacking = inRow ? left + STEP - to[0] : 0;
  if (!inRow || lacking <= 0) return [insert];
  const positions: Record<string, readonly [number, number]> = {};
  for (const { id: other, position } of nodes) {
    if (!position || Math.abs(position[1] - to[1]) >= ROW || position[0] < to[0]) continue;
    positions[other] = [position[0] + Math.ceil(lacking / GRID) * GRID, position[1]];
  }
  return [{ type: 'moveNodes', ...at, positions }, insert];
}

/** Fixes that are there, in order. */
export const fixes = (...list: (Fix | undefined)[]): Fix[] | undefined => {
  const known = list.filter((fix) => fix !== undefined);
  return known.length > 0 ? known : undefined;
};
