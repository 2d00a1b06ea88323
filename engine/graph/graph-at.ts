import type { Graph, GraphNode, Project, ProjectBlock } from './document';
import type { GraphAddress } from './edit';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';

/** Kind of an instance of the project block `id`, which is also its address. */
export const blockKind = (id: string): string => `block:${id}`;

/** Id of the project block that a kind or an address names, if it is one. */
export const blockIdOf = (kind: string): string | undefined =>
  kind.startsWith('block:') ? kind.slice('block:'.length) : undefined;

/** The project block of an id, own keys only. */
export const blockOf = (project: Pick<Project, 'blocks'>, id: string): ProjectBlock | undefined =>
  project.blocks && Object.hasOwn(project.blocks, id) ? project.blocks[id] : undefined;

/** The graph at an address: the project's own, or the inside of a project block. */
export function graphAt(project: Project, address: GraphAddress = []): Graph | undefined {
  const [kind] = address;
  if (kind === undefined) return project.graph;
  const id = blockIdOf(kind);
  return id === undefined ? undefined : blockOf(project, id)?.graph;
}

/** The project with another graph at an address; all else is shared. */
export function withGraph(project: Project, address: GraphAddress | undefined, graph: Graph): Project {
  const [kind] = address ?? [];
  if (kind === undefined) return graph === project.graph ? project : { ...project, graph };
  const id = blockIdOf(kind);
  const block = id === undefined ? undefined : blockOf(project, id);
  if (id === undefined || !block) return project;
  return graph === block.graph ? project : withBlock(project, id, { ...block, graph });
}

/** The project with a block defined, replaced or (undefined) left out. */
export function withBlock(project: Project, id: string, block: ProjectBlock | undefined): Project {
  const { [id]: _, ...others } = project.blocks ?? {};
  if (block) return { ...project, blocks: { ...project.blocks, [id]: block } };
  if (Object.keys(others).length > 0) return { ...project, blocks: others };
  const { blocks: __, ...rest } = project;
  return rest;
}

/** The graph at an address, or the problem that there is none. */
export function findGraph(project: Project, address: GraphAddress | undefined): Result<Graph> {
  const graph = graphAt(project, address);
  return graph ? succeed(graph) : fail(problem('edit/no-block', { name: address?.[0] ?? '' }));
}

export function findNode(graph: Graph, id: string): Result<GraphNode> {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  return node ? succeed(node) : fail(problem('edit/no-node', { node: id }));
}

/** A graph with one node replaced. */
export const withNode = (graph: Graph, node: GraphNode): Graph => ({
  ...graph,
  nodes: graph.nodes.map((candidate) => (candidate.id === node.id ? node : candidate)),
});

/** A value without some of its fields; the same value where it has none of them. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: K[]): Omit<T, K> {
  if (!keys.some((key) => key in value)) return value;
  const copy = { ...value };
  for (const key of keys) delete copy[key];
  return copy;
}

export const idsOf = (graph: Graph): Set<string> => new Set(graph.nodes.map((node) => node.id));
