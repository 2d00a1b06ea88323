import { blocks } from '../../engine/blocks/contract/registry';
import { kindOf } from '../../engine/compile/kinds';
import { insideOf as insideOnce, resolveOnce } from '../../engine/compile/memo';
import type { Analysis } from '../../engine/compile/program';
import type { Graph, GraphNode, PortRef, Project } from '../../engine/graph/document';
import type { GraphAddress } from '../../engine/graph/edit';
import { refsOf } from '../../engine/graph/ports';
import { isFault } from '../../engine/graph/problems';
import { atOneStep } from '../../engine/layers/contract/every-step';
import type { Params, Values } from '../../engine/layers/contract/params';

/** One graph as the canvas draws it: the project's own, or the inside of an opened block. */
export interface DrawnLevel {
  /** Path of the block around it; '' for the project's own graph. */
  readonly path: string;
  readonly graph: Graph;
  /** Kinds of the blocks around: one that holds itself, which a damaged file may say, is not opened again. */
  readonly around: readonly string[];
  /** Values that bindings name; undefined at the top. */
  readonly env?: Values<Params>;
  /** Where edits of this graph go; undefined inside a built-in block, which has no editable inside. */
  readonly address?: GraphAddress;
  /** Port of the block around → ports in here that it feeds. */
  readonly entries: readonly (readonly [outer: string, inner: readonly PortRef[]])[];
  readonly exits: readonly (readonly [outer: string, inner: PortRef])[];
}

/** `conv1` at the top is `conv1`; in the block `tower` it is `tower/conv1`. */
export const pathOf = (level: string, id: string): string => (level === '' ? id : `${level}/${id}`);
export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const rootLevel = (project: Project): DrawnLevel => ({
  path: '',
  graph: project.graph,
  around: [],
  address: [],
  entries: [],
  exits: [],
});

/** The node whose parameters count: the twin's owner, or the node itself. */
export const ownerOf = (node: GraphNode, graph: Graph): GraphNode =>
  (node.shares !== undefined && graph.nodes.find((sibling) => sibling.id === node.shares)) || node;

/** The inside of a block node; undefined for a layer, and for a block that cannot be opened as it is. */
export function insideOf(
  node: GraphNode,
  level: DrawnLevel,
  project: Project,
  analysis: Analysis,
): DrawnLevel | undefined {
  const kind = kindOf(node.kind, project.blocks);
  if (!kind || (!kind.projectBlock && !blocks.has(node.kind))) return undefined;
  if (level.around.includes(node.kind)) return undefined;
  const path = pathOf(level.path, node.id);
  const params = resolveOnce(kind, ownerOf(node, level.graph).params, level.env).values;
  const report = analysis.nodes.get(path);
  const arriving = (report?.inputs ?? []).map((spec) => atOneStep(spec, report?.steps.length ?? 0));
  // The compiler has opened it already: its inside is the very same.
  const opened = kind.projectBlock ?? insideOnce(node, kind, params, arriving);
  if (!opened || isFault(opened)) return undefined;
  return {
    path,
    graph: opened.graph,
    around: [...level.around, node.kind],
    env: params,
    address: kind.projectBlock ? [node.kind] : undefined,
    entries: Object.entries(opened.inputs).map(([outer, inner]) => [outer, refsOf(inner)] as const),
    exits: Object.entries(opened.outputs),
  };
}

/** The level that a path's node stands in; undefined where no such node is. */
export function levelOf(path: string, project: Project, analysis: Analysis): DrawnLevel | undefined {
  let level = rootLevel(project);
  for (const id of path.split('/').slice(0, -1)) {
    const node = level.graph.nodes.find((each) => each.id === id);
    const inner = node && insideOf(node, level, project, analysis);
    if (!inner) return undefined;
    level = inner;
  }
  return level;
}

export const nodeAt = (path: string, level: DrawnLevel | undefined): GraphNode | undefined =>
  level?.graph.nodes.find((node) => node.id === idOf(path));
