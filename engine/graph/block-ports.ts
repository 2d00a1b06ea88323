import { kindOf } from '../compile/kinds';
import type { Graph, GraphNode, PortRef, Project, ProjectBlock } from './document';
import { freeName, toId } from './names';
import { refsOf, samePort } from './ports';

/** A port of a new block: what feeds it from outside, and what it feeds inside. */
interface Entry {
  readonly name: string;
  /** `wire` and the sender's port, `outer` and the port of the block around, or `free` and the inner port. */
  readonly source: string;
  readonly refs: readonly PortRef[];
}

/** Where wires cross the border around chosen nodes, as ports of the block that they become. */
export interface Crossing {
  readonly entries: readonly Entry[];
  readonly outputs: ProjectBlock['outputs'];
  nameOf(source: string): string;
  exitOf(ref: PortRef): string;
}

const keyOf = ([id, port]: PortRef): string => `${id} ${port}`;
export const wireSource = (from: PortRef): string => `wire ${keyOf(from)}`;
export const outerSource = (port: string): string => `outer ${port}`;

/**
 * One input for each sender outside, one output for each inner result that is used outside. Inputs that nothing feeds
 * become ports as well, and so do results that nothing takes where no other leaves. A single port is `in` or `out`,
 * several are named after the nodes inside.
 */
export function blockPorts(
  project: Project,
  graph: Graph,
  chosen: ReadonlySet<string>,
  around: ProjectBlock | undefined,
): Crossing {
  const sources = new Map<string, PortRef[]>();
  const enter = (source: string, ref: PortRef) => {
    sources.set(source, [...(sources.get(source) ?? []), ref]);
  };
  for (const [port, value] of Object.entries(around?.inputs ?? {})) {
    for (const ref of refsOf(value)) if (chosen.has(ref[0])) enter(outerSource(port), ref);
  }
  for (const { from, to } of graph.edges) {
    if (chosen.has(to[0]) && !chosen.has(from[0])) enter(wireSource(from), to);
  }
  const inner = graph.nodes.filter((node) => chosen.has(node.id));
  for (const ref of portsOf(project, inner, 'inputs')) {
    const fed = graph.edges.some(({ to }) => samePort(to, ref)) || enters(around, ref);
    if (!fed) enter(`free ${keyOf(ref)}`, ref);
  }
  const leaving: PortRef[] = [];
  const leave = (ref: PortRef) => {
    if (chosen.has(ref[0]) && !leaving.some((other) => samePort(other, ref))) leaving.push(ref);
  };
  for (const ref of Object.values(around?.outputs ?? {})) leave(ref);
  for (const { from, to } of graph.edges) if (!chosen.has(to[0])) leave(from);
  if (leaving.length === 0) {
    for (const ref of portsOf(project, inner, 'outputs')) {
      if (!graph.edges.some(({ from }) => samePort(from, ref))) leave(ref);
    }
  }
  const entryNames = named(
    [...sources.values()].map((refs) => (refs[0] as PortRef)[0]),
    'in',
  );
  const entries = [...sources].map(([source, refs], i) => ({ name: entryNames[i] as string, source, refs }));
  const exitNames = named(
    leaving.map(([id]) => id),
    'out',
  );
  return {
    entries,
    outputs: Object.fromEntries(leaving.map((ref, i) => [exitNames[i] as string, ref])),
    nameOf: (source) => entries.find((entry) => entry.source === source)?.name ?? '',
    exitOf: (ref) => exitNames[leaving.findIndex((other) => samePort(other, ref))] ?? '',
  };
}

const enters = (around: ProjectBlock | undefined, ref: PortRef): boolean =>
  Object.values(around?.inputs ?? {}).some((value) => refsOf(value).some((other) => samePort(other, ref)));

const portsOf = (project: Project, nodes: readonly GraphNode[], side: 'inputs' | 'outputs'): PortRef[] =>
  nodes.flatMap(({ id, kind }) => (kindOf(kind, project.blocks)?.[side] ?? []).map(({ name }): PortRef => [id, name]));

function named(nodes: readonly string[], alone: string): string[] {
  if (nodes.length === 1) return [alone];
  const taken = new Set<string>();
  return nodes.map((id) => {
    const name = taken.has(id) ? freeName(toId(id), taken) : id;
    taken.add(name);
    return name;
  });
}
