import type { Tensor } from '@tensorflow/tfjs-core';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import { ElementType, elementTypeOf, type NativeBackend, type TensorData } from '../../native/binding';
import {
  attribute,
  constantOf,
  GraphBuilder,
  type GraphNode,
  type GraphShape,
  nodeOf,
  type Ref,
  reachable,
  type TensorValue,
} from '../../native/graph-def';
import type { Signature } from '../../native/proto';
import type { Leaf } from '../../native/record';
import { placeholder } from '../../native/signature';
import { type TracedFunction, trace } from '../../native/trace';
import { TraceError } from '../../native/trace-error';
import type { InferenceFunction } from '../contract/inference';

/** An inference function as a TensorFlow graph without variables: placeholders in, weights as constants, results out. */
export interface FrozenModel {
  readonly nodes: readonly GraphNode[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** An end of the model: `name` is the id of the node that was drawn, `node` what the graph calls it. */
export interface Port {
  readonly name: string;
  readonly node: string;
  readonly shape: GraphShape;
  readonly dtype: number;
}

/**
 * A constant that is read by the inference function may be larger than in training: what is equal at both batch sizes
 * is a table of the preparation, not a random mask.
 */
const maximumConstant = 1 << 16;

/** Traces the function at small batches and freezes it. Weights are copied out of TensorFlow once. */
export function freeze(inference: InferenceFunction, backend: NativeBackend): Result<FrozenModel> {
  const variables = [...inference.variables].map(([name, tensor]): Leaf => ({ name, tensor }));
  let traced: TracedFunction;
  try {
    traced = trace(backend, (inputs) => inference.run(inputs), inference.inputs, variables, { maximumConstant });
  } catch (error) {
    if (error instanceof TraceError) return fail(problem('export/not-traceable', { op: error.op, why: error.why }));
    throw error;
  }
  const [changed] = traced.assignments;
  if (changed) return fail(problem('export/changes-state', { name: variables[changed.variable]?.name ?? '' }));
  if (traced.outputs.length !== inference.outputs.length) {
    throw new RangeError(`${inference.outputs.length} outputs are named and ${traced.outputs.length} are returned`);
  }
  return succeed(build(inference, traced, variables, backend));
}

function build(
  inference: InferenceFunction,
  traced: TracedFunction,
  variables: readonly Leaf[],
  backend: NativeBackend,
): FrozenModel {
  const graph = new GraphBuilder();
  // The ends come first, so that they get the names that people gave them whatever a layer within is called.
  const inputNodes = traced.nodes.filter(({ op }) => op === 'Input');
  const moved = new Map<string, string>();
  const inputs = inputNodes.map((node): Port => {
    const { shape = [], dtype = ElementType.float32 } = node.results[0] ?? {};
    const name = inference.inputs[node.leaf ?? 0]?.name ?? node.name;
    const ref = graph.add('Placeholder', [], placeholder(node), { name, results: node.results });
    moved.set(node.name, nodeOf(ref));
    return { name, node: nodeOf(ref), shape, dtype };
  });
  const outputNames = inference.outputs.map(({ name }) => graph.reserve(name));

  const ref = (old: Ref): Ref => old.replace(nodeOf(old), moved.get(nodeOf(old)) ?? nodeOf(old));
  const roots = traced.outputs.map((output) => output.ref);
  for (const node of reachable(traced.nodes, roots)) {
    if (node.op === 'Input') continue;
    const at = { name: node.name, results: node.results };
    const added =
      node.op === 'Variable'
        ? graph.constant(constantFrom(backend, (variables[node.leaf ?? 0] as Leaf).tensor), node.name)
        : graph.add(node.op, node.inputs.map(ref), node.attributes, at);
    moved.set(node.name, nodeOf(added));
  }
  const outputs = traced.outputs.map(({ ref: result, shape, dtype }, i): Port => {
    const node = outputNames[i] as string;
    const at = { name: node, reserved: true, results: [{ shape, dtype }] };
    graph.add('Identity', [ref(result)], { T: attribute.type(dtype) }, at);
    return { name: inference.outputs[i]?.name ?? node, node, shape, dtype };
  });
  return { nodes: graph.nodes, inputs, outputs };
}

function constantFrom(backend: NativeBackend, tensor: Tensor): TensorValue {
  const dtype = elementTypeOf(backend, tensor) as TensorValue['dtype'];
  return { dtype, shape: tensor.shape, data: tensor.dataSync() as TensorData };
}

/** Inputs and outputs by the names that people gave them. */
export function signatureOf(model: FrozenModel): Signature {
  const tensors = (ports: readonly Port[]) =>
    Object.fromEntries(ports.map(({ name, node, shape, dtype }) => [name, { name: `${node}:0`, shape, dtype }]));
  return { inputs: tensors(model.inputs), outputs: tensors(model.outputs) };
}

const bytesPerElement: Readonly<Record<number, number>> = {
  [ElementType.float32]: 4,
  [ElementType.int32]: 4,
  [ElementType.uint8]: 1,
  [ElementType.bool]: 1,
};

/** Bytes of all constants of a model, weights among them. */
export function constantBytes(nodes: readonly GraphNode[]): number {
  let bytes = 0;
  for (const node of nodes) {
    const value = constantOf(node);
    if (value) bytes += value.shape.reduce((count, size) => count * size, bytesPerElement[value.dtype] ?? 8);
  }
  return bytes;
}
