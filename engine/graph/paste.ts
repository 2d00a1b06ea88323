import { isBinding } from '../compile/values';
import type { Graph, GraphEdge, GraphNode, ParamValue, Project, ProjectBlock } from './document';
import type { Clip, GraphAddress } from './edit';
import type { EditOf } from './edit-of';
import { blockIdOf, blockKind, blockOf, findGraph, idsOf, withBlock, withGraph, without } from './graph-at';
import { invalidValue } from './invalid';
import { withoutLoop } from './loops';
import { freeName, keptName } from './names';
import { fail, type Problem, type Result, succeed } from './problem';
import { problem } from './problems';
import { LIMITS } from './scan';
import { clipSchema } from './schema';
import { onItsOwn, untiedNotice } from './share-edits';

/**
 * Adds copied nodes with their wires, the upper left corner of them all at `at`. Names that are taken get the next
 * number; pairs of twins stay pairs, a twin without its owner gets weights of its own, which a notice says.
 */
export function paste(project: Project, { in: address, clip, at }: EditOf<'paste'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const wrong = invalidValue(clipSchema, clip);
  if (wrong) return fail(wrong);
  if (found.value.nodes.length + clip.graph.nodes.length > LIMITS.nodes) {
    return fail(problem('edit/too-many', { expected: LIMITS.nodes }));
  }
  const merged = mergeBlocks(project, clip);
  const kinds = clip.graph.nodes.map(({ id, kind }) => ({ id, kind: merged.renamed.get(kind) ?? kind }));
  const looping = withoutLoop(merged.project, address, kinds);
  if (!looping.ok) return looping;
  const notices: Problem[] = [];
  const added = renamedGraph(merged.project, found.value, address, clip, merged.renamed, at, notices);
  const graph: Graph = {
    ...found.value,
    nodes: [...found.value.nodes, ...added.nodes],
    edges: [...found.value.edges, ...added.edges],
  };
  return succeed(withGraph(merged.project, address, graph), notices);
}

/** Brings the clip's blocks into the project; one of the same name and another content gets a free name. */
function mergeBlocks(project: Project, clip: Clip): { project: Project; renamed: ReadonlyMap<string, string> } {
  const renamed = new Map<string, string>();
  const blocks = Object.entries(clip.blocks ?? {});
  const taken = new Set([...Object.keys(project.blocks ?? {}), ...blocks.map(([id]) => id)]);
  for (const [id, block] of blocks) {
    const there = blockOf(project, id);
    if (!there || JSON.stringify(there) === JSON.stringify(block)) continue;
    const free = freeName(id, taken);
    taken.add(free);
    renamed.set(blockKind(id), blockKind(free));
  }
  let merged = project;
  for (const [id, block] of blocks) {
    const kind = renamed.get(blockKind(id)) ?? blockKind(id);
    const target = blockIdOf(kind) ?? id;
    if (blockOf(merged, target)) continue;
    merged = withBlock(merged, target, withKinds(block, renamed));
  }
  return { project: merged, renamed };
}

function withKinds(block: ProjectBlock, renamed: ReadonlyMap<string, string>): ProjectBlock {
  if (!block.graph.nodes.some((node) => renamed.has(node.kind))) return block;
  const nodes = block.graph.nodes.map((node) => ({ ...node, kind: renamed.get(node.kind) ?? node.kind }));
  return { ...block, graph: { ...block.graph, nodes } };
}

function renamedGraph(
  project: Project,
  into: Graph,
  address: GraphAddress | undefined,
  clip: Clip,
  kinds: ReadonlyMap<string, string>,
  at: readonly [number, number],
  notices: Problem[],
): Graph {
  const taken = idsOf(into);
  const names = new Map<string, string>();
  for (const { id } of clip.graph.nodes) {
    const name = keptName(id, taken);
    taken.add(name);
    names.set(id, name);
  }
  const corners = clip.graph.nodes.map((node) => node.position ?? [0, 0]);
  const left = Math.min(...corners.map(([x]) => x));
  const top = Math.min(...corners.map(([, y]) => y));
  const blockId = address?.[0] === undefined ? undefined : blockIdOf(address[0]);
  const bindable = blockId === undefined ? undefined : blockOf(project, blockId)?.params;
  const nodes = clip.graph.nodes.map((node): GraphNode => {
    const id = names.get(node.id) as string;
    const [x, y] = node.position ?? [0, 0];
    const kind = kinds.get(node.kind) ?? node.kind;
    const placed: GraphNode = {
      ...without(node, 'origin'),
      id,
      kind,
      position: [at[0] + x - left, at[1] + y - top],
    };
    const free = withoutForeignBindings(placed, bindable, notices);
    if (free.shares === undefined) return free;
    const owner = names.get(free.shares);
    if (owner !== undefined) return { ...free, shares: owner };
    notices.push(untiedNotice(id, free.shares));
    return onItsOwn(free, free);
  });
  const end = ([id, port]: GraphEdge['from']): GraphEdge['from'] => [names.get(id) ?? id, port];
  const known = clip.graph.edges.filter(({ from, to }) => names.has(from[0]) && names.has(to[0]));
  return { nodes, edges: known.map(({ from, to }) => ({ from: end(from), to: end(to) })) };
}

/** Parameters that follow a block's are left at their default where the block around has no such parameter. */
function withoutForeignBindings(
  node: GraphNode,
  bindable: ProjectBlock['params'] | undefined,
  notices: Problem[],
): GraphNode {
  const kept: Record<string, ParamValue> = {};
  let dropped = false;
  for (const [param, value] of Object.entries(node.params ?? {})) {
    if (isBinding(value) && !(bindable && Object.hasOwn(bindable, value.param))) {
      dropped = true;
      notices.push(problem('clip/binding', { node: node.id, param }, { node: node.id }));
    } else {
      kept[param] = value;
    }
  }
  if (!dropped) return node;
  return Object.keys(kept).length > 0 ? { ...node, params: kept } : without(node, 'params');
}
