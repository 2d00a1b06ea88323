import { kindOf } from '../compile/kinds';
import type { Graph, GraphEdge, GraphNode, PortRef, Project } from './document';
import type { EditOf } from './edit-of';
import { redirectEnds } from './ends';
import { findGraph, idsOf, withGraph } from './graph-at';
import { edgeKey } from './ports';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';
import { promoteTwins } from './share-edits';

/**
 * Deletes nodes with their wires, bindings and block ports. With `heal`, what entered a node of one input and one
 * output goes on to where its result went.
 */
export function removeNodes(project: Project, { in: address, ids, heal }: EditOf<'removeNodes'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const there = idsOf(found.value);
  const missing = ids.find((id) => !there.has(id));
  if (missing !== undefined) return fail(problem('edit/no-node', { node: missing }));
  const going = new Set(ids);
  if (going.size === 0) return succeed(project);
  const healing = heal ? passedThrough(project, found.value, going) : new Map<string, Passage>();
  const graph: Graph = {
    ...found.value,
    nodes: promoteTwins(found.value.nodes, going),
    edges: healedEdges(found.value.edges, going, healing),
  };
  const changed = redirectEnds(withGraph(project, address, graph), address, {
    name: (id) => (going.has(id) ? undefined : id),
    entry: (ref) => (going.has(ref[0]) ? targetsOf(ref, found.value.edges, going, healing) : [ref]),
    exit: (ref) => (going.has(ref[0]) ? (sourceOf(ref, going, healing) ?? ref) : ref),
  });
  return succeed(changed);
}

/** How values pass a node that goes: what enters `port` comes from `source`. */
interface Passage {
  readonly source?: PortRef;
}

/** Nodes that go and can be healed over: kinds of one input and one output. */
function passedThrough(project: Project, graph: Graph, going: ReadonlySet<string>): Map<string, Passage> {
  const passages = new Map<string, Passage>();
  const entering = new Map<string, PortRef[]>();
  for (const { from, to } of graph.edges) {
    const sources = entering.get(to[0]);
    if (sources) sources.push(from);
    else entering.set(to[0], [from]);
  }
  const isSingle = (node: GraphNode) => {
    const kind = kindOf(node.kind, project.blocks);
    return kind?.inputs.length === 1 && kind.outputs.length === 1;
  };
  for (const node of graph.nodes) {
    if (!going.has(node.id) || !isSingle(node)) continue;
    const sources = entering.get(node.id) ?? [];
    if (sources.length <= 1) passages.set(node.id, { source: sources[0] });
  }
  return passages;
}

/** Where a value that a leaving node gave comes from now. */
function sourceOf(
  ref: PortRef,
  going: ReadonlySet<string>,
  healing: ReadonlyMap<string, Passage>,
): PortRef | undefined {
  let at: PortRef | undefined = ref;
  for (let hops = 0; at && going.has(at[0]); hops++) {
    // A cycle among the leaving nodes has no source.
    if (hops > going.size) return undefined;
    at = healing.get(at[0])?.source;
  }
  return at;
}

/** Where a value that entered a leaving node from the block's port goes now. */
function targetsOf(
  ref: PortRef,
  edges: readonly GraphEdge[],
  going: ReadonlySet<string>,
  healing: ReadonlyMap<string, Passage>,
  seen: ReadonlySet<string> = new Set(),
): readonly PortRef[] {
  if (!going.has(ref[0])) return [ref];
  if (!healing.has(ref[0]) || seen.has(ref[0])) return [];
  const deeper = new Set([...seen, ref[0]]);
  return edges
    .filter((edge) => edge.from[0] === ref[0])
    .flatMap((edge) => targetsOf(edge.to, edges, going, healing, deeper));
}

/** Wires among the nodes that stay, healed ones at the place of the wire that they replace. */
function healedEdges(
  edges: readonly GraphEdge[],
  going: ReadonlySet<string>,
  healing: ReadonlyMap<string, Passage>,
): GraphEdge[] {
  const kept: GraphEdge[] = [];
  const there = new Set(edges.filter((e) => !going.has(e.from[0]) && !going.has(e.to[0])).map(edgeKey));
  for (const edge of edges) {
    if (going.has(edge.to[0])) continue;
    if (!going.has(edge.from[0])) {
      kept.push(edge);
      continue;
    }
    const from = sourceOf(edge.from, going, healing);
    if (!from) continue;
    const healed: GraphEdge = { from, to: edge.to };
    if (there.has(edgeKey(healed))) continue;
    there.add(edgeKey(healed));
    kept.push(healed);
  }
  return kept;
}
