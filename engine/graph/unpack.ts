import { kindOf } from '../compile/kinds';
import { isBinding } from '../compile/values';
import type { Graph, GraphEdge, GraphNode, ParamValue, PortRef, Project, ProjectBlock } from './document';
import type { EditOf } from './edit-of';
import { redirectEnds } from './ends';
import { findGraph, findNode, idsOf, withGraph, without } from './graph-at';
import { keptName, MAX_ID_LENGTH } from './names';
import { arrivingAt, asProjectBlock } from './opened';
import { refsOf } from './ports';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';
import { familyOf } from './share-edits';

/** Steps between inner nodes that have no place of their own, px. */
const COLUMN = 192;

/**
 * Puts what is inside an instance in its place, named `res1.conv1`, with `origin` keeping the path of its weights.
 * Twins are unpacked together, so that their inner nodes go on sharing.
 */
export function unpack(project: Project, { in: address, id, fields }: EditOf<'unpack'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const node = findNode(found.value, id);
  if (!node.ok) return node;
  const owner = findNode(found.value, node.value.shares ?? id);
  if (!owner.ok) return owner;
  const family = familyOf(found.value, node.value);
  const instances = [owner.value, ...found.value.nodes.filter((n) => family.has(n.id) && n !== owner.value)];
  const taken = new Set([...idsOf(found.value)].filter((name) => !family.has(name)));
  const arriving = arrivingAt(project, address, fields);
  const opened = new Map<string, Opened>();
  for (const instance of instances) {
    const block = asProjectBlock(project, address, instance, arriving);
    if (!block) return fail(problem('edit/not-a-block', { node: id }, { node: id }));
    if (instance.everyStep && !block.graph.nodes.every((inner) => canGoOver(inner, project))) {
      return fail(problem('edit/steps-inside', { node: instance.id }, { node: instance.id }));
    }
    opened.set(instance.id, openedAs(instance, owner.value, block, taken, opened.get(owner.value.id)));
  }
  const graph: Graph = {
    ...found.value,
    nodes: found.value.nodes.flatMap((n) => opened.get(n.id)?.nodes ?? [n]),
    edges: [
      ...found.value.edges.flatMap((edge) => rewire(edge, opened)),
      ...[...opened.values()].flatMap((o) => o.edges),
    ],
  };
  const changed = redirectEnds(withGraph(project, address, graph), address, {
    name: (name) => (family.has(name) ? undefined : name),
    entry: (ref) => opened.get(ref[0])?.entry(ref[1]) ?? [ref],
    exit: (ref) => opened.get(ref[0])?.exit(ref[1]) ?? ref,
  });
  return succeed(changed);
}

/** A node goes over one axis at most, and over none where nothing comes in. */
const canGoOver = ({ kind, everyStep }: GraphNode, { blocks }: Project): boolean =>
  !everyStep && kindOf(kind, blocks)?.inputs.length !== 0;

interface Opened {
  /** Inner id → id in the graph around. */
  readonly names: ReadonlyMap<string, string>;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  entry(port: string): readonly PortRef[];
  exit(port: string): PortRef | undefined;
}

function openedAs(
  instance: GraphNode,
  owner: GraphNode,
  block: ProjectBlock,
  taken: Set<string>,
  owners: Opened | undefined,
): Opened {
  const names = new Map<string, string>();
  for (const { id } of block.graph.nodes) {
    const wanted = `${instance.id}.${id}`;
    const name = keptName(wanted.length <= MAX_ID_LENGTH ? wanted : id, taken);
    taken.add(name);
    names.set(id, name);
  }
  const nameOf = (id: string) => names.get(id) ?? id;
  const outer = ([id, port]: PortRef): PortRef => [nameOf(id), port];
  const [left, top] = instance.position ?? [0, 0];
  const nodes = block.graph.nodes.map((node, i): GraphNode => {
    const [x, y] = node.position ?? [i * COLUMN, 0];
    const placed: GraphNode = {
      ...without(node, 'params', 'shares', 'origin'),
      id: nameOf(node.id),
      position: [left + x, top + y],
      ...(owner.frozen && { frozen: true }),
      ...(instance.everyStep && { everyStep: true }),
    };
    const innerOwner = node.shares ?? node.id;
    if (owners) return { ...placed, shares: owners.names.get(innerOwner) ?? innerOwner };
    if (node.shares !== undefined) return { ...placed, shares: nameOf(node.shares) };
    const origin = `${instance.origin ?? instance.id}/${node.origin ?? node.id}`;
    const params = unbound(node.params, owner.params, block);
    return params ? { ...placed, params, origin } : { ...placed, origin };
  });
  const entries = new Map(Object.entries(block.inputs));
  const exits = new Map(Object.entries(block.outputs));
  return {
    names,
    nodes,
    edges: block.graph.edges.map(({ from, to }) => ({ from: outer(from), to: outer(to) })),
    entry: (port) => refsOf(entries.get(port) ?? []).map(outer),
    exit: (port) => {
      const ref = exits.get(port);
      return ref && outer(ref);
    },
  };
}

/** Parameters of an inner node with the instance's values (or what those are bound to) in place of bindings. */
function unbound(params: GraphNode['params'], given: GraphNode['params'], block: ProjectBlock): GraphNode['params'] {
  if (!params) return undefined;
  const values: Record<string, ParamValue> = {};
  for (const [name, value] of Object.entries(params)) {
    if (!isBinding(value)) values[name] = value;
    else values[name] = given?.[value.param] ?? block.params[value.param]?.default ?? null;
  }
  return values;
}

/** Wires of an instance, led to (or from) the ports inside; the others as they are. */
function rewire(edge: GraphEdge, opened: ReadonlyMap<string, Opened>): GraphEdge[] {
  const source = opened.get(edge.from[0]);
  const target = opened.get(edge.to[0]);
  if (!source && !target) return [edge];
  const from = source ? source.exit(edge.from[1]) : edge.from;
  const ends = target ? target.entry(edge.to[1]) : [edge.to];
  return from ? ends.map((to) => ({ from, to })) : [];
}
