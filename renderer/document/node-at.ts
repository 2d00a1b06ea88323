import type { GraphNode, Project } from '../../engine/graph/document';
import type { GraphAddress } from '../../engine/graph/edit';
import { blockIdOf } from '../../engine/graph/graph-at';

/** A node that a person can change, and the graph it stands in. */
export interface NodePlace {
  readonly node: GraphNode;
  /** Where edits of it go: the project's own graph, or the inside of a project block (all its instances follow). */
  readonly in: GraphAddress;
}

/**
 * The node at a path such as `conv1` or `tower/conv1`; undefined inside a built-in block, whose inside is made from
 * its parameters and has no node in the file.
 */
export function nodeAt(project: Project, path: string): NodePlace | undefined {
  const ids = path.split('/');
  let graph = project.graph;
  let address: GraphAddress = [];
  for (const [depth, id] of ids.entries()) {
    const node = graph.nodes.find((n) => n.id === id);
    if (!node) return undefined;
    if (depth === ids.length - 1) return { node, in: address };
    const block = blockIdOf(node.kind);
    const inside = block === undefined ? undefined : project.blocks?.[block];
    if (block === undefined || !inside) return undefined;
    graph = inside.graph;
    address = [node.kind];
  }
  return undefined;
}
