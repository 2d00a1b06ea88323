import { kindOf } from '../compile/kinds';
import type { Graph, GraphEdge, GraphNode, Project } from './document';
import type { GraphAddress } from './edit';
import type { EditOf } from './edit-of';
import { blockIdOf, blockOf, findGraph, findNode, withGraph } from './graph-at';
import { withoutLoop } from './loops';
import { checkNew } from './node-edits';
import { refsOf, sameEdge, samePort } from './ports';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';
import { reaches } from './reaches';

/** Draws a wire. One that already ends at a port that takes one wire gives way to it. */
export function connect(project: Project, { in: address, edge }: EditOf<'connect'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const edges = connected(project, address, found.value, edge);
  return edges.ok ? succeed(withGraph(project, address, { ...found.value, edges: edges.value })) : edges;
}

function connected(
  project: Project,
  address: GraphAddress | undefined,
  graph: Graph,
  edge: GraphEdge,
): Result<GraphEdge[]> {
  const from = findNode(graph, edge.from[0]);
  if (!from.ok) return from;
  const to = findNode(graph, edge.to[0]);
  if (!to.ok) return to;
  const say = { from: edge.from[0], node: edge.to[0], port: edge.to[1] };
  const where = { node: edge.to[0], port: edge.to[1] };
  const source = kindOf(from.value.kind, project.blocks)?.outputs;
  if (source && !source.some((port) => port.name === edge.from[1])) {
    return fail(problem('wire/unknown-port', { node: edge.from[0], port: edge.from[1] }, { node: edge.from[0] }));
  }
  const ports = kindOf(to.value.kind, project.blocks)?.inputs;
  const port = ports?.find(({ name }) => name === edge.to[1]);
  if (ports && !port) return fail(problem('wire/unknown-port', say, where));
  if (graph.edges.some((other) => sameEdge(other, edge))) return fail(problem('edit/wire-there', say, where));
  if (edge.from[0] === edge.to[0] || reaches(graph, edge.to[0], edge.from[0])) {
    return fail(problem('edit/cycle', say, where));
  }
  const wire: GraphEdge = { from: edge.from, to: edge.to };
  if (port?.variadic) return succeed([...graph.edges, wire]);
  if (entersFromOutside(project, address, edge)) return fail(problem('edit/fed-from-outside', say, where));
  const replaced = graph.edges.findIndex((other) => samePort(other.to, edge.to));
  return succeed(
    replaced < 0 ? [...graph.edges, wire] : graph.edges.map((other, i) => (i === replaced ? wire : other)),
  );
}

function entersFromOutside(project: Project, address: GraphAddress | undefined, { to }: GraphEdge): boolean {
  const id = address?.[0] === undefined ? undefined : blockIdOf(address[0]);
  const block = id === undefined ? undefined : blockOf(project, id);
  return Object.values(block?.inputs ?? {}).some((value) => refsOf(value).some((ref) => samePort(ref, to)));
}

export function disconnect(project: Project, { in: address, edge }: EditOf<'disconnect'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const at = findEdge(found.value, edge);
  if (!at.ok) return at;
  return succeed(
    withGraph(project, address, { ...found.value, edges: found.value.edges.filter((_, i) => i !== at.value) }),
  );
}

function findEdge(graph: Graph, edge: GraphEdge): Result<number> {
  const index = graph.edges.findIndex((other) => sameEdge(other, edge));
  return index < 0 ? fail(problem('edit/no-wire', { from: edge.from[0], node: edge.to[0] })) : succeed(index);
}

/** Moves a wire before or after its neighbour at the same port: their order has a meaning where many enter. */
export function reorderEdge(project: Project, { in: address, edge, by }: EditOf<'reorderEdge'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const at = findEdge(found.value, edge);
  if (!at.ok) return at;
  const { edges } = found.value;
  const places = edges.flatMap((other, i) => (samePort(other.to, edge.to) ? [i] : []));
  const other = places[places.indexOf(at.value) + by];
  if (other === undefined) return succeed(project);
  const [mine, theirs] = [edges[at.value] as GraphEdge, edges[other] as GraphEdge];
  const swapped = edges.map((wire, i) => (i === at.value ? theirs : i === other ? mine : wire));
  return succeed(withGraph(project, address, { ...found.value, edges: swapped }));
}

/** Puts a new node, or one that stands free, on a wire: from the wire's start through it to the wire's end. */
export function insertOnEdge(project: Project, { in: address, edge, node }: EditOf<'insertOnEdge'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const at = findEdge(found.value, edge);
  if (!at.ok) return at;
  const placed = placedOnWire(found.value, node);
  if (!placed.ok) return placed;
  const looping = withoutLoop(project, address, [node]);
  if (!looping.ok) return looping;
  const kind = kindOf(node.kind, project.blocks);
  const input = kind ? kind.inputs[0]?.name : 'in';
  const output = kind ? kind.outputs[0]?.name : 'out';
  if (input === undefined || output === undefined) return fail(problem('edit/no-port', { node: node.id }));
  const wires: GraphEdge[] = [
    { from: edge.from, to: [node.id, input] },
    { from: [node.id, output], to: edge.to },
  ];
  // The second one keeps the old one's place, and with it the order at a port where many enter.
  const edges = placed.value.edges.flatMap((wire, i) => (i === at.value ? wires : [wire]));
  return succeed(withGraph(project, address, { ...placed.value, edges }));
}

/** The graph with the node in it; a node that is there already has to be free of wires. */
function placedOnWire(graph: Graph, node: GraphNode): Result<Graph> {
  const there = graph.nodes.find(({ id }) => id === node.id);
  const isFree = there === node && !graph.edges.some(({ from, to }) => from[0] === node.id || to[0] === node.id);
  if (isFree) return succeed(graph);
  const checked = checkNew(graph, node);
  return checked.ok ? succeed({ ...graph, nodes: [...graph.nodes, node] }) : checked;
}
