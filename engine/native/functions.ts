import type { Tensor } from '@tensorflow/tfjs-core';
import { ElementType, elementTypeOf, type NativeBackend } from './binding';
import { type Attributes, attribute, GraphBuilder, type GraphNode, nodeOf, type Ref, reachable } from './graph-def';
import { addGuard } from './guard';
import type { Leaf } from './record';
import { addGather } from './resident-data';
import { type GraphSession, openGraph } from './session';
import type { TracedFunction } from './trace';
import { TraceError } from './trace-error';

/** Functions that TensorFlow runs, each in one native call, over variables that stay with it between the calls. */
export interface ResidentFunctions<Name extends string> {
  /**
   * Inputs in the order of the traced function, of any batch size. `outputs` chooses among its results by index, in
   * any order; an input that none of them needs may then be undefined. The caller disposes the results.
   */
  run(name: Name, inputs: readonly (Tensor | undefined)[], outputs?: readonly number[]): Tensor[];
  /** Sets every variable, in order. */
  load(values: readonly Tensor[]): void;
  /** The present value of every variable, in order, or of those at `indices`. The caller disposes them. */
  read(indices?: readonly number[]): Tensor[];
  dispose(): void;
}

/** Inputs of one function that are rows of tables which stay with TensorFlow: it is fed row numbers, int32 [N]. */
export interface Gathered<Name extends string> {
  name: Name | undefined;
  /** Index of the input → its table, [rows, …]; several may share one. */
  inputs: ReadonlyMap<number, Tensor>;
}

/**
 * Puts traced functions into one session, where they share `variables`, loaded with what the tensors hold now. A call
 * reads every variable before it assigns any, and has assigned all when it returns. The eager tensors of `variables`
 * are no longer needed afterwards and may be disposed, nor are those of `data`.
 */
export function residentFunctions<Name extends string>(
  backend: NativeBackend,
  functions: Readonly<Record<Name, TracedFunction>>,
  variables: readonly Leaf[],
  data: Gathered<Name> = { name: undefined, inputs: new Map() },
): ResidentFunctions<Name> {
  const graph = new GraphBuilder();
  const residents = variables.map((leaf) => addVariable(graph, backend, leaf));
  const loaded = group(
    graph,
    'loaded',
    residents.map(({ load }) => load),
  );
  const tables = new Map(
    [...new Set(data.inputs.values())].map((tensor, i) => [
      tensor,
      addVariable(graph, backend, { name: `data/${i}`, tensor }),
    ]),
  );
  const filled = group(
    graph,
    'filled',
    [...tables.values()].map(({ load }) => load),
  );
  const signatures = new Map<string, Signature>();
  for (const [name, traced] of Object.entries<TracedFunction>(functions)) {
    const sources = name === data.name ? [...data.inputs] : [];
    const own = new Map(sources.map(([input, tensor]) => [input, tables.get(tensor) as Resident]));
    signatures.set(name, addFunction(graph, name, traced, residents, own));
  }
  const session = open(backend, graph);

  const load = (values: readonly Tensor[]): void => {
    if (values.length !== residents.length) throw new RangeError(`${residents.length} variables take as many values`);
    const feeds = values.map((value, i) => [(residents[i] as Resident).feed, value] as const);
    for (const tensor of session.run(feeds, [loaded])) tensor.dispose();
  };
  load(variables.map(({ tensor }) => tensor));
  if (tables.size > 0) {
    const feeds = [...tables].map(([tensor, { feed }]) => [feed, tensor] as const);
    for (const tensor of session.run(feeds, [filled])) tensor.dispose();
  }
  return {
    load,
    run(name, inputs, outputs) {
      const signature = signatures.get(name) as Signature;
      if (inputs.length !== signature.feeds.length)
        throw new RangeError(`${name} takes ${signature.feeds.length} inputs`);
      const feeds = inputs.flatMap((input, i) => (input ? [[signature.feeds[i] as Ref, input] as const] : []));
      const fetches = outputs?.map((output) => signature.fetches[output] as Ref) ?? signature.fetches;
      return fetches.length > 0 ? session.run(feeds, fetches) : [];
    },
    read(indices = [...residents.keys()]) {
      const values = indices.map((index) => (residents[index] as Resident).value);
      return values.length > 0 ? session.run([], values) : [];
    },
    dispose: session.dispose,
  };
}

/** TensorFlow checks a graph when it is opened; what it refuses is told in its own words. */
function open(backend: NativeBackend, graph: GraphBuilder): GraphSession {
  try {
    return openGraph(backend, graph.nodes);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TraceError('graph', `TensorFlow refuses it: ${message.split('\n')[0]}`);
  }
}

interface Resident {
  handle: Ref;
  /** A read that stands apart from every function's. */
  value: Ref;
  feed: Ref;
  load: Ref;
  dtype: number;
  attributes: Attributes;
}

interface Signature {
  feeds: Ref[];
  fetches: Ref[];
}

function addVariable(graph: GraphBuilder, backend: NativeBackend, { name, tensor }: Leaf): Resident {
  const dtype = elementTypeOf(backend, tensor);
  const attributes = { dtype: attribute.type(dtype) };
  const shape = attribute.shape(tensor.shape);
  const at = (part: string) => ({ name: `variables/${name}/${part}` });
  const shared = { shared_name: attribute.string(name), container: attribute.string('') };
  const handle = graph.add('VarHandleOp', [], { ...attributes, shape, ...shared }, at('handle'));
  const feed = graph.add('Placeholder', [], { ...attributes, shape }, at('feed'));
  const load = graph.add('AssignVariableOp', [handle, feed], attributes, at('load'));
  const value = graph.add('ReadVariableOp', [handle], attributes, at('value'));
  return { handle, feed, load, value, dtype, attributes };
}

/** A constant that is there once `nodes` have run: the binding can fetch a result only, not run a node for itself. */
function group(graph: GraphBuilder, name: string, nodes: readonly Ref[]): Ref {
  const dtype: ElementType = 1;
  const value = attribute.tensor({ dtype, shape: [], data: Float32Array.of(1) });
  return graph.add('Const', nodes.map(after), { dtype: attribute.type(dtype), value }, { name });
}

const after = (ref: Ref): Ref => `^${nodeOf(ref)}`;

function addFunction(
  graph: GraphBuilder,
  name: string,
  traced: TracedFunction,
  residents: Resident[],
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
  if (fetches.length === 0) fetches.push(group(graph, `${name}/done`, assigned));
  return { feeds, fetches };
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
