import { kindOf } from '../compile/kinds';
import { isBinding } from '../compile/values';
import { blockPorts, type Crossing, outerSource, wireSource } from './block-ports';
import type { BlockParam, Graph, GraphEdge, GraphNode, PortRef, Project, ProjectBlock } from './document';
import type { EditOf } from './edit-of';
import { blockIdOf, blockKind, blockOf, findGraph, idsOf, withBlock, withGraph, without } from './graph-at';
import { invalidName, invalidValue } from './invalid';
import { isId } from './names';
import { oneOrAll } from './port-edits';
import { refsOf, sameEdge, samePort } from './ports';
import { fail, type Problem, type Result, succeed } from './problem';
import { problem } from './problems';
import { reachable } from './reaches';
import { blockSchema } from './schema';

/**
 * Makes nodes a block of the project and puts one instance of it in their place. Wires that cross its border become
 * ports, and so do ports that were free; what followed a parameter of the block around goes on doing so.
 */
export function makeBlock(project: Project, edit: EditOf<'makeBlock'>): Result<Project> {
  const { in: address, ids, blockId, title, name } = edit;
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const graph = found.value;
  const chosen = new Set(ids);
  const wrong = unfit(project, graph, chosen) ?? unfitName(project, graph, chosen, blockId, name);
  if (wrong) return fail(wrong);
  const inner = graph.nodes.filter((node) => chosen.has(node.id));
  const around = address?.[0] === undefined ? undefined : blockOf(project, blockIdOf(address[0]) ?? '');
  const crossing = blockPorts(project, graph, chosen, around);
  const params = boundParams(inner, around);
  const corner = cornerOf(inner);
  const block: ProjectBlock = {
    title,
    params,
    inputs: Object.fromEntries(crossing.entries.map((entry) => [entry.name, oneOrAll(entry.refs)])),
    outputs: crossing.outputs,
    graph: {
      nodes: inner.map((node) => placedFrom(without(node, 'origin'), corner)),
      edges: graph.edges.filter(({ from, to }) => chosen.has(from[0]) && chosen.has(to[0])),
    },
  };
  const invalid = invalidValue(blockSchema, block);
  if (invalid) return fail(invalid);
  const bindings = Object.keys(params).map((param) => [param, { param }] as const);
  const instance: GraphNode = {
    id: name,
    kind: blockKind(blockId),
    ...(bindings.length > 0 && { params: Object.fromEntries(bindings) }),
    ...(inner.some(({ position }) => position) && { position: corner }),
  };
  const outer = replaced(graph, chosen, instance, crossing);
  const fed = around && withBlock(project, blockIdOf(address?.[0] ?? '') ?? '', fedBy(around, chosen, name, crossing));
  const defined = withBlock(withGraph(fed ?? project, address, outer), blockId, block);
  return succeed(defined, reordered(graph, chosen, crossing, around));
}

/** The block around with its ports led to the instance that stands for the nodes. */
function fedBy(around: ProjectBlock, chosen: ReadonlySet<string>, name: string, crossing: Crossing): ProjectBlock {
  const inputs = Object.entries(around.inputs).map(([port, value]) => {
    const refs = refsOf(value);
    const outside = refs.filter(([id]) => !chosen.has(id));
    if (outside.length === refs.length) return [port, value] as const;
    return [port, oneOrAll([...outside, [name, crossing.nameOf(outerSource(port))]])] as const;
  });
  const outputs = Object.entries(around.outputs).map(([port, ref]) => {
    return [port, chosen.has(ref[0]) ? ([name, crossing.exitOf(ref)] as const) : ref] as const;
  });
  return { ...around, inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) };
}

/** Why these nodes cannot stand in a block together. */
function unfit(project: Project, graph: Graph, chosen: ReadonlySet<string>): Problem | undefined {
  const there = idsOf(graph);
  for (const id of chosen) if (!there.has(id)) return problem('edit/no-node', { node: id });
  if (chosen.size === 0) return problem('edit/nothing-chosen');
  for (const node of graph.nodes) {
    if (chosen.has(node.id) && kindOf(node.kind, project.blocks)?.role) {
      return problem('edit/end-in-block', { node: node.id }, { node: node.id });
    }
    if (node.shares !== undefined && chosen.has(node.id) !== chosen.has(node.shares)) {
      return problem('edit/parts-twins', { node: node.id, owner: node.shares }, { node: node.id });
    }
  }
  const outside = (id: string) => !chosen.has(id);
  const after = reachable(graph, chosen, 'forward');
  const before = reachable(graph, chosen, 'backward');
  const between = graph.nodes.find(({ id }) => outside(id) && after.has(id) && before.has(id));
  return between && problem('edit/between', { node: between.id }, { node: between.id });
}

function unfitName(
  project: Project,
  graph: Graph,
  chosen: ReadonlySet<string>,
  blockId: string,
  name: string,
): Problem | undefined {
  if (!isId(blockId)) return problem('edit/name', { got: blockId.slice(0, 60) });
  if (blockOf(project, blockId)) return problem('edit/block-there', { name: blockId });
  return invalidName(name, new Set([...idsOf(graph)].filter((id) => !chosen.has(id))));
}

/** Parameters of the block around that the nodes follow: the new block has them as well. */
function boundParams(inner: readonly GraphNode[], around: ProjectBlock | undefined): Record<string, BlockParam> {
  const params: Record<string, BlockParam> = {};
  for (const value of inner.flatMap((node) => Object.values(node.params ?? {}))) {
    const known = isBinding(value) && around && Object.hasOwn(around.params, value.param);
    const param = known ? around.params[value.param] : undefined;
    if (param && isBinding(value)) params[value.param] = param;
  }
  return params;
}

function cornerOf(nodes: readonly GraphNode[]): [number, number] {
  const places = nodes.flatMap(({ position }) => (position ? [position] : []));
  return places.length === 0 ? [0, 0] : [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
}

const placedFrom = (node: GraphNode, [left, top]: readonly [number, number]): GraphNode =>
  node.position ? { ...node, position: [node.position[0] - left, node.position[1] - top] } : node;

/** The graph around with the instance in place of the nodes, and wires where the first of each port's stood. */
function replaced(graph: Graph, chosen: ReadonlySet<string>, instance: GraphNode, crossing: Crossing): Graph {
  const first = graph.nodes.findIndex(({ id }) => chosen.has(id));
  const nodes = graph.nodes.flatMap((node, i) => (i === first ? [instance] : chosen.has(node.id) ? [] : [node]));
  const edges: GraphEdge[] = [];
  for (const edge of graph.edges) {
    const [leaves, enters] = [chosen.has(edge.from[0]), chosen.has(edge.to[0])];
    if (leaves && enters) continue;
    const wire = leaves
      ? { ...edge, from: [instance.id, crossing.exitOf(edge.from)] as const }
      : enters
        ? { ...edge, to: [instance.id, crossing.nameOf(wireSource(edge.from))] as const }
        : edge;
    if (!edges.some((other) => sameEdge(other, wire))) edges.push(wire);
  }
  return { ...graph, nodes, edges };
}

/** Says where many wires enter one port and come in another order now: what enters the block comes first. */
function reordered(
  graph: Graph,
  chosen: ReadonlySet<string>,
  { entries }: Crossing,
  around: ProjectBlock | undefined,
): Problem[] {
  const notices = new Map<string, Problem>();
  for (const ref of entries.flatMap(({ refs }) => refs)) {
    const here = (refs: readonly PortRef[]) => refs.some((other) => samePort(other, ref));
    const wires = graph.edges.filter(({ to }) => samePort(to, ref)).map(({ from }) => from);
    const outer = Object.entries(around?.inputs ?? {}).filter(([, value]) => here(refsOf(value)));
    const before = [...outer.map(([port]) => outerSource(port)), ...wires.map(wireSource)];
    const inside = wires.filter(([id]) => chosen.has(id)).map(wireSource);
    const after = [...entries.filter(({ refs }) => here(refs)).map(({ source }) => source), ...inside];
    const same = before.length === 0 || before.join('\n') === after.join('\n');
    if (!same) notices.set(ref[0], problem('block/order', { node: ref[0] }, { node: ref[0] }));
  }
  return [...notices.values()];
}
