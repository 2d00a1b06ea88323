import type { Graph, GraphNode, Project } from './document';
import type { EditOf } from './edit-of';
import { findGraph, findNode, withGraph, without } from './graph-at';
import { fail, type Problem, type Result, succeed } from './problem';
import { problem } from './problems';

/** Ids of all nodes that use the same weights as a node, itself included. */
export function familyOf(graph: Graph, node: GraphNode): ReadonlySet<string> {
  const owner = node.shares ?? node.id;
  return new Set([node.id, owner, ...graph.nodes.filter((n) => n.shares === owner).map((n) => n.id)]);
}

/**
 * Lets a node use the weights and parameters of another, or (undefined) gives it its own again, with the parameters
 * that it had shared. There are no chains: the owner of a twin is taken, and the node's own twins follow it.
 */
export function share(project: Project, { in: address, id, owner: ownerId }: EditOf<'share'>): Result<Project> {
  const found = findGraph(project, address);
  if (!found.ok) return found;
  const node = findNode(found.value, id);
  if (!node.ok) return node;
  if (ownerId === undefined) return succeed(withGraph(project, address, untied(found.value, node.value)));
  const named = findNode(found.value, ownerId);
  if (!named.ok) return named;
  const owner = findNode(found.value, named.value.shares ?? ownerId);
  if (!owner.ok) return owner;
  if (owner.value.id === id) return fail(problem('share/itself', { node: id }, { node: id }));
  if (owner.value.kind !== node.value.kind) {
    return fail(problem('share/kind', { node: id, owner: owner.value.id }, { node: id }));
  }
  const { id: shares, frozen } = owner.value;
  const tied = (n: GraphNode): GraphNode => ({
    ...without(n, 'params', 'origin', 'frozen'),
    ...(frozen && { frozen }),
    shares,
  });
  const nodes = found.value.nodes.map((n) => (n.id === id || n.shares === id ? tied(n) : n));
  return succeed(withGraph(project, address, { ...found.value, nodes }));
}

function untied(graph: Graph, node: GraphNode): Graph {
  if (node.shares === undefined) return graph;
  const owner = graph.nodes.find((n) => n.id === node.shares);
  return { ...graph, nodes: graph.nodes.map((n) => (n === node ? onItsOwn(node, owner) : n)) };
}

/** A twin with weights of its own and the parameters of its former owner. */
export function onItsOwn(twin: GraphNode, owner: GraphNode | undefined): GraphNode {
  const bare = without(twin, 'shares', 'params');
  return owner?.params ? { ...bare, params: owner.params } : bare;
}

/**
 * Nodes that stay when others go: where an owner goes, its first twin takes its place (parameters, frozen weights,
 * the path of its weights), and the other twins share with that one.
 */
export function promoteTwins(nodes: readonly GraphNode[], going: ReadonlySet<string>): GraphNode[] {
  const owners = new Map(nodes.map((node) => [node.id, node]));
  const promoted = new Map<string, string>();
  return nodes
    .filter((node) => !going.has(node.id))
    .map((node) => {
      if (node.shares === undefined || !going.has(node.shares)) return node;
      const heir = promoted.get(node.shares);
      if (heir !== undefined) return { ...node, shares: heir };
      promoted.set(node.shares, node.id);
      const owner = owners.get(node.shares);
      const own = { ...onItsOwn(node, owner), origin: owner?.origin ?? node.shares };
      return owner?.frozen ? { ...own, frozen: true } : own;
    });
}

/** Says that copies have weights of their own because their owner was not copied with them. */
export const untiedNotice = (node: string, owner: string): Problem =>
  problem('share/untied', { node, owner }, { node });
