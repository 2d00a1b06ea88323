import { ElementType } from './binding';
import {
  type Attributes,
  attribute,
  type GraphBuilder,
  type GraphNode,
  nodeOf,
  type Ref,
  reachable,
} from './graph-def';
import { addGuard } from './guard';
import { after, type Resident } from './resident';
import { addGather } from './resident-data';
import type { TracedFunction } from './trace';

/** How a function of a graph is called. */
export interface Signature {
  /** By input. */
  readonly feeds: readonly Ref[];
  readonly fetches: readonly Ref[];
  /** What has to run besides, where nothing that is fetched waits for it. */
  readonly targets: readonly Ref[];
}

/**
 * Adds a traced function; its nodes' names begin with `name`. `residents` are its variables in order, `tables` the
 * inputs whose rows are gathered from a variable by numbers that are fed in their place.
 */
export function addFunction(
  graph: GraphBuilder,
  name: string,
  traced: TracedFunction,
  residents: readonly Resident[],
  tables: ReadonlyMap<number, Resident>,
): Signature {
  const roots = [...[...traced.outputs, ...traced.assignments].map(({ ref }) => ref), ...refsOf(traced.applications)];
  const inputNodes = traced.nodes.filter(({ op }) => op === 'Input');
  const moved = new Map<string, string>();
  const ref = (old: Ref): Ref => old.replace(nodeOf(old), moved.get(nodeOf(old)) ?? nodeOf(old));
  const feeds: Ref[] = [];
  const reads = new Map<number, Ref>();
  for (const node of reachable(traced.nodes, [...roots, ...inputNodes.map((input) => input.name)])) {
    const at = { name: `${name}/${node.name}`, results: node.results };
    const leaf = node.leaf ?? 0;
    let added: Ref;
    const table = node.op === 'Input' ? tables.get(leaf) : undefined;
    if (table) {
      const rows = { dtype: attribute.type(ElementType.int32), shape: attribute.shape([null]) };
      const fed = graph.add('Placeholder', [], rows, { name: `${name}/${node.name}/fed` });
      feeds[leaf] = fed;
      added = addGather(graph, `${name}/${node.name}`, table, fed, node.results[0]?.dtype ?? ElementType.float32);
    } else if (node.op === 'Input') {
      added = graph.add('Placeholder', [], placeholder(node), at);
      feeds[leaf] = added;
    } else if (node.op === 'Variable') {
      const { handle, attributes } = residents[leaf] as Resident;
      added = graph.add('ReadVariableOp', [handle], attributes, at);
      reads.set(leaf, added);
    } else {
      added = graph.add(node.op, node.inputs.map(ref), node.attributes, at);
    }
    moved.set(node.name, nodeOf(added));
  }
  // An assignment waits for every read of the call, so that no op sees a variable half way through.
  const allReads = [...reads.values()].map(after);
  const guard = traced.guard === undefined ? undefined : addGuard(graph, name, ref(traced.guard));
  const assigned = traced.assignments.map(({ variable, ref: value }) => {
    const { handle, attributes, dtype } = residents[variable] as Resident;
    const sound = guard?.pass(ref(value), dtype) ?? ref(value);
    return graph.add('AssignVariableOp', [handle, sound, ...allReads], attributes, { name: `${name}/assign` });
  });
  for (const application of traced.applications ?? []) {
    const at = { name: `${name}/apply` };
    const before: Ref[] = [];
    if (application.first) {
      const { handle, attributes, dtype } = residents[application.first.of] as Resident;
      const taken = ref(application.first.ref);
      const sound = guard?.pass(taken, dtype) ?? taken;
      before.push(after(graph.add('AssignSubVariableOp', [handle, sound, ...allReads], attributes, at)));
    }
    // An op does not run where one of its inputs is not there, so one is enough to guard it.
    const guarded = application.inputs.findIndex((input) => 'ref' in input);
    const inputs = application.inputs.map((input, i) => {
      if ('variable' in input) return (residents[input.variable] as Resident).handle;
      return (i === guarded && guard?.pass(ref(input.ref), ElementType.float32)) || ref(input.ref);
    });
    assigned.push(graph.add(application.op, [...inputs, ...allReads, ...before], application.attributes, at));
  }
  const fetches = traced.outputs.map(({ ref: output, dtype }) => {
    const attributes = { T: attribute.type(dtype) };
    const at = { name: `${name}/output` };
    if (guard) return guard.output(ref(output), dtype, assigned.map(after));
    return graph.add('Identity', [ref(output), ...assigned.map(after)], attributes, at);
  });
  return { feeds, fetches, targets: fetches.length === 0 ? assigned.map(nodeOf) : [] };
}

/** The values that in-place ops read. */
const refsOf = (applications: TracedFunction['applications'] = []): Ref[] =>
  applications.flatMap(({ inputs, first }) => [
    ...inputs.flatMap((input) => ('ref' in input ? [input.ref] : [])),
    ...(first ? [first.ref] : []),
  ]);

/** What an input becomes where it is fed; shared by sessions and exports. */
export function placeholder(input: GraphNode): Attributes {
  const { dtype, shape } = input.results[0] ?? { dtype: 1, shape: [] };
  return { dtype: attribute.type(dtype), shape: attribute.shape(shape) };
}
