import { kindOf } from '../compile/kinds';
import type { Graph, GraphEdge, GraphNode, PortRef, Project } from './document';
import type { EditOf } from './edit-of';
import { redirectEnds, withBinding } from './ends';
import { findGraph, findNode, idsOf, withGraph, withNode, without } from './graph-at';
import { invalidName, invalidValue } from './invalid';
import { withoutLoop } from './loops';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';
import { LIMITS } from './scan';
import { nodeSchema } from './schema';
import { familyOf } from './share-edits';

/** Adds a node whose name is free. */
export function addNode(project: Project, { in: address, node }: EditOf<'addNode'>): Result<Project> {
  const graph = findGraph(project, address);
  if (!graph.ok) return graph;
  const checked = checkNew(graph.value, node);
  if (!checked.ok) return checked;
  const looping = withoutLoop(project, address, [node]);
  if (!looping.ok) return looping;
  return succeed(withGraph(project, address, { ...graph.value, nodes: [...graph.value.nodes, node] }));
}

/** Whether a node can be put into a graph. */
export function checkNew(graph: Graph, node: GraphNode): Result<GraphNode> {
  const wrong = invalidName(node.id, idsOf(graph)) ?? invalidValue(nodeSchema, node, node.id);
  if (wrong) return fail(wrong);
  if (graph.nodes.length >= LIMITS.nodes) return fail(problem('edit/too-many', { expected: LIMITS.nodes }));
  return succeed(node);
}

/** Gives a node another name; wires, shares, bindings and block ports follow. */
export function renameNode(project: Project, { in: address, id, to }: EditOf<'renameNode'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const node = findNode(found.value, id);
  if (!node.ok) return node;
  if (id === to) return succeed(project);
  const wrong = invalidName(to, idsOf(found.value));
  if (wrong) return fail(wrong);
  const name = (old: string) => (old === id ? to : old);
  const port = (ref: PortRef): PortRef => (ref[0] === id ? [to, ref[1]] : ref);
  const graph: Graph = {
    ...found.value,
    nodes: found.value.nodes.map((n) => {
      if (n.id === id) return { ...n, id: to };
      return n.shares === id ? { ...n, shares: to } : n;
    }),
    edges: found.value.edges.map((edge) =>
      edge.from[0] === id || edge.to[0] === id ? { ...edge, from: port(edge.from), to: port(edge.to) } : edge,
    ),
  };
  const ends = { name, entry: (ref: PortRef) => [port(ref)], exit: port };
  return succeed(redirectEnds(withGraph(project, address, graph), address, ends));
}

export function moveNodes(project: Project, { in: address, positions }: EditOf<'moveNodes'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  for (const [id, position] of Object.entries(positions)) {
    const node = findNode(found.value, id);
    if (!node.ok) return node;
    const wrong = invalidValue(nodeSchema, { ...node.value, position }, id);
    if (wrong) return fail(wrong);
  }
  let moved = false;
  const nodes = found.value.nodes.map((node) => {
    const position = Object.hasOwn(positions, node.id) ? positions[node.id] : undefined;
    if (!position || (node.position?.[0] === position[0] && node.position[1] === position[1])) return node;
    moved = true;
    return { ...node, position };
  });
  return succeed(moved ? withGraph(project, address, { ...found.value, nodes }) : project);
}

/** Sets a parameter, or (undefined) lets it be the kind's default again. A twin's are its owner's. */
export function setParam(project: Project, edit: EditOf<'setParam'>): Result<Project> {
  const { in: address, id, param, value } = edit;
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const node = findNode(found.value, id);
  if (!node.ok) return node;
  const owner = findNode(found.value, node.value.shares ?? id);
  if (!owner.ok) return owner;
  const params: GraphNode['params'] =
    value === undefined ? without(owner.value.params ?? {}, param) : { ...owner.value.params, [param]: value };
  const wrong = invalidValue(nodeSchema, { ...owner.value, params }, id);
  if (wrong) return fail(wrong);
  if (JSON.stringify(owner.value.params ?? {}) === JSON.stringify(params)) return succeed(project);
  const changed: GraphNode =
    Object.keys(params).length > 0 ? { ...owner.value, params } : without(owner.value, 'params');
  return succeed(withGraph(project, address, withNode(found.value, changed)));
}

/** Makes a node another kind, and its twins with it. Wires stay where the new kind has a port for them. */
export function setKind(project: Project, { in: address, id, kind, params }: EditOf<'setKind'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const node = findNode(found.value, id);
  if (!node.ok) return node;
  const looping = withoutLoop(project, address, [{ id, kind }]);
  if (!looping.ok) return looping;
  const family = familyOf(found.value, node.value);
  const nodes: GraphNode[] = [];
  for (const candidate of found.value.nodes) {
    if (!family.has(candidate.id)) {
      nodes.push(candidate);
      continue;
    }
    const bare: GraphNode = { ...without(candidate, 'params'), kind };
    const own = candidate.shares === undefined && params && Object.keys(params).length > 0;
    const changed = own ? { ...bare, params } : bare;
    const wrong = invalidValue(nodeSchema, changed, candidate.id);
    if (wrong) return fail(wrong);
    nodes.push(changed);
  }
  const next = kindOf(kind, project.blocks);
  const edges = next ? rewired(found.value.edges, family, next) : found.value.edges;
  let changed = withGraph(project, address, { nodes, edges });
  if (!address?.length && !next?.role) {
    for (const member of family) changed = withBinding(changed, member, undefined);
  }
  return succeed(changed);
}

type Ports = readonly { readonly name: string; readonly variadic?: boolean }[];

/** Wires of nodes whose ports are others now: to the port of the same name, else to the only one, else dropped. */
function rewired(
  edges: readonly GraphEdge[],
  family: ReadonlySet<string>,
  { inputs, outputs }: { inputs: Ports; outputs: Ports },
): GraphEdge[] {
  const taken = new Set<string>();
  const portIn = (ports: Ports, name: string) =>
    ports.find((port) => port.name === name) ?? (ports.length === 1 ? ports[0] : undefined);
  return edges.flatMap((edge) => {
    const from = family.has(edge.from[0]) ? portIn(outputs, edge.from[1]) : { name: edge.from[1] };
    const to = family.has(edge.to[0]) ? portIn(inputs, edge.to[1]) : { name: edge.to[1], variadic: true };
    if (!from || !to) return [];
    const key = `${edge.to[0]}\n${to.name}`;
    if (!to.variadic && taken.has(key)) return [];
    taken.add(key);
    if (from.name === edge.from[1] && to.name === edge.to[1]) return [edge];
    return [{ ...edge, from: [edge.from[0], from.name], to: [edge.to[0], to.name] }];
  });
}

export function setFlag(project: Project, { in: address, ids, flag, value }: EditOf<'setFlag'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  for (const id of ids) {
    const node = findNode(found.value, id);
    if (!node.ok) return node;
  }
  const chosen = new Set(ids);
  // One set of weights is frozen or not, whoever uses it.
  const owners = new Set(found.value.nodes.filter(({ id }) => chosen.has(id)).map(({ id, shares }) => shares ?? id));
  const isChosen = ({ id, shares }: GraphNode) => chosen.has(id) || (flag === 'frozen' && owners.has(shares ?? id));
  let changed = false;
  const nodes = found.value.nodes.map((node): GraphNode => {
    if (!isChosen(node) || (node[flag] ?? false) === value) return node;
    changed = true;
    return value ? { ...node, [flag]: true } : without(node, flag);
  });
  return succeed(changed ? withGraph(project, address, { ...found.value, nodes }) : project);
}
