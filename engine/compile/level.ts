import type { Graph, GraphEdge, GraphNode, PortRef, ProjectBlock } from '../graph/document';
import type { GraphAddress } from '../graph/edit';
import type { Params, Values } from '../layers/contract/params';
import { type Kind, kindOf } from './kinds';

/** One graph at its place: the project's own, or the inside of one block instance. */
export interface Level {
  /** Path of the block instance around it; '' for the project's own graph. */
  readonly path: string;
  /** Path of the instance whose weights are used: that of the twin's owner where the instance around shares. */
  readonly ownerPath: string;
  /** What names of weights begin with: `ownerPath`, unless a node keeps an earlier path (`origin`). */
  readonly weightPath: string;
  readonly graph: Graph;
  readonly blocks: Readonly<Record<string, ProjectBlock>> | undefined;
  /** Values that bindings name; undefined at the top. */
  readonly env?: Values<Params>;
  /** Where edits of this graph go; undefined inside a built-in block, which has no editable inside. */
  readonly address?: GraphAddress;
  /** Port of the block around → ports in here that it feeds. */
  readonly entries: Readonly<Record<string, readonly PortRef[]>>;
  readonly exits: Readonly<Record<string, PortRef>>;
  readonly frozen: boolean;
  /** Lengths of the axes that the blocks around go over step by step; see layers/contract/every-step.ts. */
  readonly steps: readonly number[];
  /** The instance around and its level; undefined at the top. */
  readonly within?: { readonly level: Level; readonly entry: Entry };
}

/** What arrives at a port: over a wire of this level, or from the port `outer` of the block around. */
export interface Arrival {
  readonly port: string;
  readonly edge?: GraphEdge;
  readonly outer?: string;
}

/** A node of one level with what it is and what arrives. */
export interface Entry {
  readonly index: number;
  readonly node: GraphNode;
  /** The sibling that owns its weights and parameters, or the node itself. */
  readonly owner: GraphNode;
  /** Undefined where the kind is not known. */
  readonly kind: Kind | undefined;
  /** Ports in order; a variadic port's in file order, what comes from outside first. */
  arrivals: Arrival[];
}

export const portKey = (node: string, port: string): string => `${node}\n${port}`;

export const join = (path: string, id: string): string => (path === '' ? id : `${path}/${id}`);

/** Wires sorted to the ports where they arrive. Wires that end nowhere are left out: check.ts names them. */
export function entriesOf(level: Level): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const { nodes, edges } = level.graph;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  nodes.forEach((node, index) => {
    const owner = (node.shares !== undefined && byId.get(node.shares)) || node;
    entries.set(node.id, { index, node, owner, kind: kindOf(node.kind, level.blocks), arrivals: [] });
  });
  for (const [outer, refs] of Object.entries(level.entries)) {
    for (const [id, port] of refs) entries.get(id)?.arrivals.push({ port, outer });
  }
  for (const edge of edges) {
    const to = entries.get(edge.to[0]);
    const from = entries.get(edge.from[0]);
    if (!from || !to || !hasPort(from, 'outputs', edge.from[1]) || !hasPort(to, 'inputs', edge.to[1])) continue;
    to.arrivals.push({ port: edge.to[1], edge });
  }
  for (const entry of entries.values()) sortArrivals(entry);
  return entries;
}

/** Whether a node has a port; one of an unknown kind may have any. */
export const hasPort = ({ kind }: Entry, side: 'inputs' | 'outputs', name: string): boolean =>
  kind === undefined || kind[side].some((port) => port.name === name);

function sortArrivals(entry: Entry): void {
  const ports = entry.kind?.inputs ?? [];
  if (!entry.kind || (ports.length === 1 && (entry.arrivals.length < 2 || ports[0]?.variadic))) return;
  entry.arrivals = ports.flatMap(({ name, variadic }) => {
    const here = entry.arrivals.filter((arrival) => arrival.port === name);
    return variadic ? here : here.slice(0, 1);
  });
}

/**
 * Entries so that each comes after those that feed it, in file order otherwise; `circular` are those on a cycle or
 * behind one.
 */
export function inOrder(entries: ReadonlyMap<string, Entry>): { order: Entry[]; circular: Entry[] } {
  const waiting = new Map<Entry, number>();
  const followers = new Map<string, Entry[]>();
  for (const entry of entries.values()) {
    let count = 0;
    for (const { edge } of entry.arrivals) {
      if (!edge) continue;
      count++;
      const list = followers.get(edge.from[0]);
      if (list) list.push(entry);
      else followers.set(edge.from[0], [entry]);
    }
    waiting.set(entry, count);
  }
  const order = [...entries.values()].filter((entry) => waiting.get(entry) === 0);
  for (let i = 0; i < order.length; i++) {
    for (const follower of followers.get((order[i] as Entry).node.id) ?? []) {
      const left = (waiting.get(follower) as number) - 1;
      waiting.set(follower, left);
      if (left === 0) order.push(follower);
    }
  }
  const circular = [...entries.values()].filter((entry) => (waiting.get(entry) as number) > 0);
  return { order, circular };
}

/**
 * Where the weights of a node are kept among its siblings: its id, or the path that it kept when it was unpacked,
 * unless something else stands there by now.
 */
export function weightNameOf(owner: GraphNode, entries: ReadonlyMap<string, Entry>): string {
  const { id, origin } = owner;
  if (origin === undefined) return id;
  const first = origin.split('/')[0] as string;
  if (first !== id && entries.has(first)) return id;
  return firstWith(entries).get(origin) === owner ? origin : id;
}

const firstOrigins = new WeakMap<ReadonlyMap<string, Entry>, ReadonlyMap<string, GraphNode>>();

/** The first node of a level that keeps each path: two cannot. */
function firstWith(entries: ReadonlyMap<string, Entry>): ReadonlyMap<string, GraphNode> {
  const known = firstOrigins.get(entries);
  if (known) return known;
  const first = new Map<string, GraphNode>();
  for (const { node } of entries.values()) {
    if (node.origin !== undefined && !first.has(node.origin)) first.set(node.origin, node);
  }
  firstOrigins.set(entries, first);
  return first;
}
