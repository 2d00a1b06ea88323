import { ElementType } from './binding';
import { attribute, GraphBuilder, type GraphNode, nodeOf, type Ref } from './graph-def';
import type { InputSpec, TracedFunction, TracedOutput } from './trace';

/** How a result of the whole batch comes of those of its parts: added up, or sample by sample. */
export type Joint = 'sum' | 'rows';

/**
 * A function that takes a batch in `parts`, each through a copy of the nodes that depend on it. TensorFlow runs ops that
 * do not wait for each other side by side: so every core goes through its part at its own pace, where threads that share
 * each op would wait for each other at its end. Inputs that `isSplit` come once a part, part after part, and before all
 * others. Sums are in the order of the parts. `traced` changes no variables itself.
 */
export function splitBatch(
  traced: TracedFunction,
  parts: number,
  isSplit: (input: InputSpec) => boolean,
  jointOf: (output: number) => Joint,
): TracedFunction {
  const indices = [...traced.inputs.keys()];
  const own = indices.filter((at) => isSplit(traced.inputs[at] as InputSpec));
  const common = indices.filter((at) => !own.includes(at));
  const order = [...Array.from({ length: parts }, () => own).flat(), ...common];
  const graph = new GraphBuilder();
  const names = Array.from({ length: parts }, () => new Map<string, string>());
  const renamed = (ref: Ref, part: number): Ref => ref.replace(nodeOf(ref), names[part]?.get(nodeOf(ref)) as string);
  const add = (node: GraphNode, part: number, leaf = node.leaf): string => {
    const inputs = node.inputs.map((ref) => renamed(ref, part));
    const more = { name: node.name, results: node.results, ...(leaf !== undefined && { leaf }) };
    return nodeOf(graph.add(node.op, inputs, node.attributes, more));
  };
  const apart = dependants(traced.nodes, new Set(own));
  for (const node of traced.nodes) {
    const { op, name, leaf = 0 } = node;
    if (apart.has(name)) {
      const place = (part: number) => (op === 'Input' ? part * own.length + own.indexOf(leaf) : node.leaf);
      for (const [part, map] of names.entries()) map.set(name, add(node, part, place(part)));
    } else {
      const once = add(node, 0, op === 'Input' ? parts * own.length + common.indexOf(leaf) : node.leaf);
      for (const map of names) map.set(name, once);
    }
  }
  const outputs = traced.outputs.map(({ ref, dtype, shape }, at): TracedOutput => {
    const each = names.map((_, part) => renamed(ref, part));
    if (!apart.has(nodeOf(ref))) return { ref: each[0] as Ref, dtype, shape };
    const types = { N: attribute.int(parts), T: attribute.type(dtype) };
    const joined = { name: `${nodeOf(ref)}/${jointOf(at)}`, results: [{ shape, dtype }] };
    if (jointOf(at) === 'sum') return { ref: graph.add('AddN', each, types, joined), dtype, shape };
    const axis = graph.ints(0, `${joined.name}/axis`);
    const rows = { ...types, Tidx: attribute.type(ElementType.int32) };
    return { ref: graph.add('ConcatV2', [...each, axis], rows, joined), dtype, shape };
  });
  return { nodes: graph.nodes, inputs: order.map((at) => traced.inputs[at] as InputSpec), outputs, assignments: [] };
}

/** Names of the nodes that depend on one of the inputs. */
function dependants(nodes: readonly GraphNode[], inputs: ReadonlySet<number>): Set<string> {
  const found = new Set<string>();
  for (const node of nodes) {
    const isOne = node.op === 'Input' && inputs.has(node.leaf ?? 0);
    if (isOne || node.inputs.some((ref) => found.has(nodeOf(ref)))) found.add(node.name);
  }
  return found;
}
