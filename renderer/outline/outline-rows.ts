import type { Analysis, NodeReport } from '../../engine/compile/program';
import type { GraphNode, Project } from '../../engine/graph/document';

/** One line of the outline. */
export interface OutlineRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly parent?: string;
  readonly node: GraphNode;
  readonly report?: NodeReport;
  /** It has an inside that can be unfolded. */
  readonly block: boolean;
  /** Names of the nodes that feed it. */
  readonly from: readonly string[];
  readonly problems: number;
  readonly warnings: number;
}

/** Nodes in the order of the flow, insides of the unfolded blocks below them. Pure. */
export function outlineOf(project: Project, analysis: Analysis, open: ReadonlySet<string>): OutlineRow[] {
  const insides = new Map<string, NodeReport[]>();
  for (const report of analysis.nodes.values()) {
    if (report.parent) insides.set(report.parent, [...(insides.get(report.parent) ?? []), report]);
  }
  const count = (path: string, severity: 'error' | 'warning'): number =>
    analysis.problems.filter((p) => p.severity === severity && (p.node === path || p.node?.startsWith(`${path}/`)))
      .length;
  const rowOf = (
    node: GraphNode,
    path: string,
    depth: number,
    parent: string | undefined,
    from: string[],
  ): OutlineRow => ({
    path,
    name: node.id,
    depth,
    parent,
    node,
    report: analysis.nodes.get(path),
    block: insides.has(path),
    from,
    problems: count(path, 'error'),
    warnings: count(path, 'warning'),
  });
  const within = (path: string, depth: number): OutlineRow[] =>
    !open.has(path)
      ? []
      : (insides.get(path) ?? []).flatMap((report) => {
          const node: GraphNode = { id: report.path.slice(path.length + 1), kind: report.kind };
          return [rowOf(node, report.path, depth, path, []), ...within(report.path, depth + 1)];
        });
  return inFlowOrder(project).flatMap((node) => {
    const from = project.graph.edges.filter((edge) => edge.to[0] === node.id).map((edge) => edge.from[0]);
    return [rowOf(node, node.id, 0, undefined, from), ...within(node.id, 1)];
  });
}

/** Top-level nodes, each after those that feed it; file order among equals, and where there is a cycle. */
function inFlowOrder(project: Project): GraphNode[] {
  const { nodes, edges } = project.graph;
  const waits = new Map(
    nodes.map((node) => [node.id, new Set(edges.filter((e) => e.to[0] === node.id).map((e) => e.from[0]))]),
  );
  const left = new Set(nodes);
  const ordered: GraphNode[] = [];
  while (left.size) {
    const next =
      [...left].find((node) => [...(waits.get(node.id) ?? [])].every((id) => !waits.has(id))) ?? [...left][0];
    if (!next) break;
    left.delete(next);
    waits.delete(next.id);
    ordered.push(next);
  }
  return ordered;
}
