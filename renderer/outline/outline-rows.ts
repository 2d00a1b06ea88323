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
    if (!report.parent) continue;
    const list = insides.get(report.parent);
    if (list) list.push(report);
    else insides.set(report.parent, [report]);
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
  const feeding = new Map<string, string[]>();
  for (const { from, to } of project.graph.edges) {
    const list = feeding.get(to[0]);
    if (list) list.push(from[0]);
    else feeding.set(to[0], [from[0]]);
  }
  return inFlowOrder(project).flatMap((node) => [
    rowOf(node, node.id, 0, undefined, feeding.get(node.id) ?? []),
    ...within(node.id, 1),
  ]);
}

/** Top-level nodes, each after those that feed it; file order among equals, and where there is a cycle. */
function inFlowOrder({ graph: { nodes, edges } }: Project): GraphNode[] {
  const place = new Map(nodes.map(({ id }, i) => [id, i]));
  const waits = nodes.map(() => 0);
  const following = nodes.map((): number[] => []);
  for (const pair of new Set(edges.map(({ from, to }) => `${place.get(from[0])} ${place.get(to[0])}`))) {
    const [from = Number.NaN, to = Number.NaN] = pair.split(' ').map(Number);
    if (Number.isNaN(from) || Number.isNaN(to)) continue;
    following[from]?.push(to);
    waits[to] = (waits[to] ?? 0) + 1;
  }
  /** Places in the file, in order. */
  const ready = [...place.values()].filter((i) => waits[i] === 0);
  const ordered = new Set<number>();
  let first = 0;
  while (ordered.size < nodes.length) {
    let next = ready.shift();
    // Nothing is ready while nodes are left: they stand on a cycle, which the first of them opens.
    while (next === undefined && ordered.has(first)) first++;
    next ??= first;
    if (ordered.has(next)) continue;
    ordered.add(next);
    for (const follower of following[next] ?? []) {
      waits[follower] = (waits[follower] ?? 1) - 1;
      if (waits[follower] !== 0 || ordered.has(follower)) continue;
      const at = ready.findIndex((each) => each > follower);
      ready.splice(at < 0 ? ready.length : at, 0, follower);
    }
  }
  return [...ordered].flatMap((i) => nodes[i] ?? []);
}
