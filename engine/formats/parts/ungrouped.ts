import { ElementType } from '../../native/binding';
import { attribute, GraphBuilder, type GraphNode, nodeOf, type Ref, type ResultSpec } from '../../native/graph-def';

/**
 * The same graph without grouped convolutions, which TensorFlow.js does not know: channels and kernel are split, every
 * group is convolved by itself, and the results are put side by side under the name of the one op.
 */
export function withoutGroups(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const results = new Map(nodes.map((node) => [node.name, node.results]));
  const groupsOf = (node: GraphNode): number => {
    if (node.op !== 'Conv2D') return 1;
    const [x, kernel] = node.inputs.map((ref) => resultOf(results, ref)?.shape);
    return Math.round(Number(x?.[3] ?? 1) / Number(kernel?.[2] ?? x?.[3] ?? 1));
  };
  if (nodes.every((node) => groupsOf(node) === 1)) return nodes;
  const graph = new GraphBuilder();
  for (const { name } of nodes) graph.reserve(name);
  for (const node of nodes) {
    const groups = groupsOf(node);
    if (groups > 1) cut(graph, node, groups, (ref) => resultOf(results, ref));
    else graph.add(node.op, node.inputs, node.attributes, { ...node, reserved: true });
  }
  return graph.nodes;
}

const resultOf = (results: ReadonlyMap<string, readonly ResultSpec[]>, ref: Ref): ResultSpec | undefined =>
  results.get(nodeOf(ref))?.[Number(ref.split(':')[1] ?? 0)];

/** One group's share of a tensor whose last axis is cut. */
const share = (whole: ResultSpec | undefined, groups: number): ResultSpec => ({
  shape: whole?.shape.map((size, axis) => (axis === 3 ? Number(size) / groups : size)) ?? [],
  dtype: ElementType.float32,
});

function cut(graph: GraphBuilder, node: GraphNode, groups: number, specOf: (ref: Ref) => ResultSpec | undefined): void {
  const T = attribute.type(ElementType.float32);
  const name = `${node.name}/groups`;
  const axis = graph.ints(3, `${name}/axis`);
  const [shares = [], kernels = []] = node.inputs.map((ref) => {
    const results = Array.from({ length: groups }, () => share(specOf(ref), groups));
    const first = graph.add('Split', [axis, ref], { T, num_split: attribute.int(groups) }, { name, results });
    return results.map((_, k) => first.replace(/0$/, String(k)));
  });
  const made = shares.map((one, k) =>
    graph.add('Conv2D', [one, kernels[k] as Ref], node.attributes, { name, results: [share(node.results[0], groups)] }),
  );
  const attributes = { T, N: attribute.int(groups), Tidx: attribute.type(ElementType.int32) };
  graph.add('ConcatV2', [...made, axis], attributes, { name: node.name, results: node.results, reserved: true });
}
