import { kindOf } from '../compile/kinds';
import { isBinding } from '../compile/values';
import { usedBlocks } from './clipboard';
import type { Graph, GraphNode, ParamValue, Project, ProjectBlock } from './document';
import type { GraphAddress } from './edit';
import type { EditOf } from './edit-of';
import { blockKind, blockOf, findGraph, findNode, graphAt, withBlock, withGraph, without } from './graph-at';
import { invalidValue } from './invalid';
import { isId } from './names';
import { type Arriving, arrivingAt, asProjectBlock, sameInside } from './opened';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';
import { blockParamSchema, blockSchema } from './schema';
import { familyOf } from './share-edits';

/** Defines or replaces a block of the project, or (undefined) deletes one that is not used. */
export function setBlock(project: Project, { id, block }: EditOf<'setBlock'>): Result<Project> {
  if (!isId(id)) return fail(problem('edit/name', { got: id.slice(0, 60) }));
  if (!block) {
    const user = allNodes(project).find((node) => node.kind === blockKind(id));
    if (user) return fail(problem('edit/block-in-use', { name: id, node: user.id }));
    return succeed(blockOf(project, id) ? withBlock(project, id, undefined) : project);
  }
  const wrong = invalidValue(blockSchema, block);
  if (wrong) return fail({ ...wrong, path: `blocks.${id}.${wrong.path ?? ''}` });
  const changed = withBlock(project, id, block);
  const looping = Object.hasOwn(usedBlocks(changed, block.graph.nodes), id);
  return looping ? fail(problem('block/recursion', { name: id, path: id })) : succeed(changed);
}

const graphsOf = (project: Project): Graph[] => [
  project.graph,
  ...Object.values(project.blocks ?? {}).map((block) => block.graph),
];
const allNodes = (project: Project): GraphNode[] => graphsOf(project).flatMap((graph) => graph.nodes);

/** Defines a parameter of a block, or (undefined) takes it away: what followed it keeps its default. */
export function setBlockParam(project: Project, { id, param, value }: EditOf<'setBlockParam'>): Result<Project> {
  const block = blockOf(project, id);
  if (!block) return fail(problem('edit/no-block', { name: id }));
  if (value) {
    if (!isId(param)) return fail(problem('edit/name', { got: param.slice(0, 60) }));
    const wrong = invalidValue(blockParamSchema, value);
    if (wrong) return fail(wrong);
    return succeed(withBlock(project, id, { ...block, params: { ...block.params, [param]: value } }));
  }
  const gone = Object.hasOwn(block.params, param) ? block.params[param] : undefined;
  if (!gone) return fail(problem('edit/unknown-param', { name: id, param }));
  const unbound = (given: ParamValue): ParamValue => (isBinding(given) && given.param === param ? gone.default : given);
  const inner = mapParams(
    block.graph,
    () => true,
    (params) => Object.fromEntries(Object.entries(params).map(([key, given]) => [key, unbound(given)])),
  );
  const changed = withBlock(project, id, { ...block, params: without(block.params, param), graph: inner });
  return succeed(
    inAllGraphs(changed, (graph) =>
      mapParams(
        graph,
        (node) => node.kind === blockKind(id),
        (params) => without(params, param),
      ),
    ),
  );
}

type NodeParams = NonNullable<GraphNode['params']>;

/** A graph with the parameters of some nodes changed; what stays the same is shared. */
function mapParams(
  graph: Graph,
  which: (node: GraphNode) => boolean,
  change: (params: NodeParams) => NodeParams,
): Graph {
  let any = false;
  const nodes = graph.nodes.map((node): GraphNode => {
    if (!node.params || !which(node)) return node;
    const params = change(node.params);
    if (JSON.stringify(params) === JSON.stringify(node.params)) return node;
    any = true;
    return Object.keys(params).length > 0 ? { ...node, params } : without(node, 'params');
  });
  return any ? { ...graph, nodes } : graph;
}

function inAllGraphs(project: Project, change: (graph: Graph) => Graph): Project {
  let changed = withGraph(project, [], change(project.graph));
  for (const id of Object.keys(project.blocks ?? {})) {
    const block = blockOf(changed, id) as ProjectBlock;
    changed = withGraph(changed, [blockKind(id)], change(block.graph));
  }
  return changed;
}

/**
 * Turns an instance into one of a new project block, so that its inside can be changed: names inside stay, and with
 * them the paths of weights. Parameters that the inside takes over as they are become parameters of the new block.
 */
export function detachBlock(project: Project, edit: EditOf<'detachBlock'>): Result<Project> {
  const { in: address, id, blockId, all, fields } = edit;
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const node = findNode(found.value, id);
  if (!node.ok) return node;
  if (!isId(blockId)) return fail(problem('edit/name', { got: blockId.slice(0, 60) }));
  if (blockOf(project, blockId)) return fail(problem('edit/name-taken', { node: blockId }));
  const arriving = arrivingAt(project, address, fields);
  const block = asProjectBlock(project, address, node.value, arriving);
  if (!block) return fail(problem('edit/not-a-block', { node: id }, { node: id }));
  const title = kindOf(node.value.kind, project.blocks)?.title ?? blockId;
  const followers = all ? alikeInside(project, address, node.value, arriving) : familyOf(found.value, node.value);
  const nodes = found.value.nodes.map((n): GraphNode => {
    if (!followers.has(n.id)) return n;
    const kept = Object.entries(n.params ?? {}).filter(([param]) => Object.hasOwn(block.params, param));
    const bare: GraphNode = { ...without(n, 'params'), kind: blockKind(blockId) };
    return kept.length > 0 ? { ...bare, params: Object.fromEntries(kept) } : bare;
  });
  const defined = withBlock(project, blockId, { ...block, title });
  return succeed(withGraph(defined, address, { ...found.value, nodes }));
}

/** How many instances `detachBlock` reaches with `all`: those beside it that look like it inside, and all their twins. */
export function countAlike(
  project: Project,
  { in: address, id, fields }: Omit<EditOf<'detachBlock'>, 'type' | 'blockId' | 'all'>,
): number {
  const node = graphAt(project, address)?.nodes.find((each) => each.id === id);
  return node ? alikeInside(project, address, node, arrivingAt(project, address, fields)).size : 0;
}

/** Ids of the instances of a graph that differ from one in nothing but parameters that their insides follow. */
function alikeInside(
  project: Project,
  address: GraphAddress | undefined,
  node: GraphNode,
  arriving: Arriving,
): ReadonlySet<string> {
  const graph = graphAt(project, address) ?? { nodes: [], edges: [] };
  const block = asProjectBlock(project, address, node, arriving);
  const family = familyOf(graph, node);
  const isAlike = (other: GraphNode): boolean => {
    if (family.has(other.id)) return true;
    if (!block || other.kind !== node.kind || other.shares !== undefined) return false;
    const theirs = asProjectBlock(project, address, other, arriving);
    return theirs !== undefined && sameInside(theirs, block);
  };
  const owners = new Set(graph.nodes.filter(isAlike).map(({ id, shares }) => shares ?? id));
  return new Set(graph.nodes.filter(({ id, shares }) => owners.has(shares ?? id)).map(({ id }) => id));
}
