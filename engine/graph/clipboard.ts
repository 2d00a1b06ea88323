import type { Graph, GraphNode, Project, ProjectBlock } from './document';
import type { Clip, GraphAddress } from './edit';
import { blockIdOf, blockOf, graphAt } from './graph-at';
import { problemsOf } from './issues';
import { readJson } from './parse';
import { fail, type Result, succeed } from './problem';
import { problem } from './problems';
import { clipSchema } from './schema';

/**
 * Nodes with the wires among them and the project blocks that they use. A twin copied without its owner takes the
 * owner's parameters along and keeps naming it, so that `paste` can say that it is untied.
 */
export function copy(project: Project, address: GraphAddress, ids: Iterable<string>): Clip {
  const chosen = new Set(ids);
  const graph: Graph = graphAt(project, address) ?? { nodes: [], edges: [] };
  const nodes = graph.nodes
    .filter((node) => chosen.has(node.id))
    .map((node): GraphNode => {
      if (node.shares === undefined || chosen.has(node.shares)) return node;
      const owner = graph.nodes.find((n) => n.id === node.shares);
      return owner?.params ? { ...node, params: owner.params } : node;
    });
  const edges = graph.edges.filter(({ from, to }) => chosen.has(from[0]) && chosen.has(to[0]));
  const blocks = usedBlocks(project, nodes);
  const clip: Clip = { format: 'netloom-clip', version: 1, graph: { nodes, edges } };
  return Object.keys(blocks).length > 0 ? { ...clip, blocks } : clip;
}

/** Project blocks that nodes are instances of, and those inside them. */
export function usedBlocks(
  project: Pick<Project, 'blocks'>,
  nodes: readonly Pick<GraphNode, 'kind'>[],
  found: Record<string, ProjectBlock> = {},
): Record<string, ProjectBlock> {
  for (const { kind } of nodes) {
    const id = blockIdOf(kind);
    const block = id === undefined || Object.hasOwn(found, id) ? undefined : blockOf(project, id);
    if (id === undefined || !block) continue;
    found[id] = block;
    usedBlocks(project, block.graph.nodes, found);
  }
  return found;
}

/** Reads copied nodes from the clipboard's text, which may come from anywhere. */
export function parseClip(text: string): Result<Clip> {
  const read = readJson(text);
  if (!read.ok) return fail(problem('clip/foreign'));
  if ((read.value as { format?: unknown } | null)?.format !== 'netloom-clip') return fail(problem('clip/foreign'));
  const parsed = clipSchema.safeParse(read.value);
  return parsed.success ? succeed(parsed.data as Clip) : fail(...problemsOf(parsed.error, read.value));
}
