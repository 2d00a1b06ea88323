import type { Pieces } from '../train/pieces';
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
 * Adds a traced function, in pieces; its nodes' names begin with `name`. `residents` are its variables in order, `tables` the
 * inputs whose rows are gathered from a variable by numbers that are fed in their place.
 */
export function* addingFunction(
  graph: GraphBuilder,
  name: string,
  traced: TracedFunction,
  residents: readonly Resident[],
  tables: ReadonlyMap<number, Resident>,
): Pieces<Signature> {
  const roots = [...[...traced.outputs, ...traced.assignments].map(({ ref }) => ref), ...refsOf(traced.applications)];
  const inputNodes = traced.nodes.filter(({ op }) => op === 'Input');
  const moved = new Map<string, string>();
  const ref = (old: Ref): Ref => old.replace(nodeOf(old), moved.get(nodeOf(old)) ?? nodeOf(old));
  const feeds: Ref[] = [];
  const reads = new ReadVariables();
  for (const node of reachable(traced.nodes, [...roots, ...inputNodes.map((input) => input.name)])) {
    yield;
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
      reads.begin(leaf, added);
    } else {
      const inputs = node.inputs.map(ref);
      added = graph.add(node.op, inputs, node.attributes, at);
      reads.follow(node.op, inputs, added);
    }
    moved.set(node.name, nodeOf(added));
  }
  const guard = traced.guard === undefined ? [] : [after(addGuard(graph, name, ref(traced.guard)))];
  const assigned: Ref[] = [];
  for (const { variable, ref: value } of traced.assignments) {
    yield;
    const { handle, attributes } = residents[variable] as Resident;
    const inputs = [handle, ref(value), ...reads.done(variable), ...guard];
    assigned.push(graph.add('AssignVariableOp', inputs, attributes, { name: `${name}/assign` }));
  }
  for (const application of traced.applications ?? []) {
    yield;
    const at = { name: `${name}/apply` };
    const readers = application.inputs.flatMap((input) => ('variable' in input ? reads.done(input.variable) : []));
    const before = [...readers, ...guard];
    if (application.first) {
      const { handle, attributes } = residents[application.first.of] as Resident;
      const taken = [handle, ref(application.first.ref), ...before];
      before.push(after(graph.add('AssignSubVariableOp', taken, attributes, at)));
    }
    const inputs = application.inputs.map((input) =>
      'variable' in input ? (residents[input.variable] as Resident).handle : ref(input.ref),
    );
    assigned.push(graph.add(application.op, [...inputs, ...before], application.attributes, at));
  }
  const fetches = traced.outputs.map(({ ref: output, dtype }) => {
    const attributes = { T: attribute.type(dtype) };
    const at = { name: `${name}/output` };
    return graph.add('Identity', [ref(output), ...assigned.map(after)], attributes, at);
  });
  return { feeds, fetches, targets: fetches.length === 0 ? assigned.map(nodeOf) : [] };
}

/** Ops whose result is the memory of their first input. */
const VIEWS: ReadonlySet<string> = new Set(['Reshape', 'Identity', 'ExpandDims', 'Squeeze']);

/**
 * Who reads which variable. A variable is changed once all that read it have run: no op sees it half way through, and
 * since nobody holds its memory any more TensorFlow changes it where it stands. (It would copy a kernel that the layer
 * below still needs for its gradient.)
 */
class ReadVariables {
  private readonly variableOf = new Map<string, number>();
  private readonly readers = new Map<number, Ref[]>();

  begin(variable: number, read: Ref): void {
    this.variableOf.set(nodeOf(read), variable);
    this.readers.set(variable, [read]);
  }

  follow(op: string, inputs: readonly Ref[], added: Ref): void {
    for (const [at, input] of inputs.entries()) {
      const variable = this.variableOf.get(nodeOf(input));
      if (variable === undefined) continue;
      this.readers.get(variable)?.push(added);
      if (at === 0 && VIEWS.has(op)) this.variableOf.set(nodeOf(added), variable);
    }
  }

  /** Control inputs that wait for the last reader. */
  done(variable: number): Ref[] {
    return [...new Set(this.readers.get(variable)?.map(after))];
  }
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
