import * as tf from '@tensorflow/tfjs-core';
import { apart, scoped } from '../train/apart';
import { atOnce, type Pieces, whole } from '../train/pieces';
import type { NativeBackend } from './binding';
import { generalising } from './generalise';
import type { Attributes, GraphNode, GraphShape, Ref, ResultSpec } from './graph-def';
import { type Leaf, type Recording, type RecordOptions, recording } from './record';
import { TraceError } from './trace-error';

/** What a traced function takes: null stands for the batch. */
export interface InputSpec {
  name: string;
  shape: GraphShape;
  dtype: 'float32' | 'int32' | 'bool';
}

export interface TracedOutput extends ResultSpec {
  ref: Ref;
}

/** An op that changes variables in place; its inputs are variables by index, as resources, and values. */
export interface Application {
  op: string;
  attributes: Attributes;
  inputs: readonly ({ variable: number } | { ref: Ref })[];
  /** Taken off variable `of` before. */
  first?: { of: number; ref: Ref };
}

/** A function of tensors as a graph that serves every batch size. Its leaves are `Input` and `Variable` nodes. */
export interface TracedFunction {
  nodes: readonly GraphNode[];
  inputs: readonly InputSpec[];
  outputs: readonly TracedOutput[];
  /** Variables that it changes, by index, and what they become. */
  assignments: readonly { variable: number; ref: Ref }[];
  /** Ops that change variables where they stand, once all of the function's reads are done. */
  applications?: readonly Application[];
  /** A float32 value that must be finite throughout; where it is not, a call leaves every variable as it is. */
  guard?: Ref;
}

/**
 * The batch sizes at which a function is written down. Not 1, where tfjs asks for other ops (it drops axes of one), and
 * two that share no factor.
 */
const batchSizes = [2, 3] as const;

/**
 * Runs `run` at batch 2 and 3 and turns what it did into one graph for every batch size, bit for bit what a graph for
 * one size would be. Inputs are zeros: what a function does may depend on shapes, never on values. Variables are put
 * back to what they held. Throws a TraceError that names the op where the function cannot become such a graph, and
 * whatever `run` itself throws.
 * `run` gets its inputs in the order of `inputs`; it reads `variables` as it is used to, and may assign those that are
 * tf.Variables.
 */
export const trace = (
  backend: NativeBackend,
  run: (inputs: tf.Tensor[]) => tf.Tensor[],
  inputs: readonly InputSpec[],
  variables: readonly Leaf[],
  options?: RecordOptions,
): TracedFunction => atOnce(tracing(backend, (given) => whole(() => run(given)), inputs, variables, options));

/** The same in pieces; what is run between them is no part of it. */
export function* tracing(
  backend: NativeBackend,
  run: (inputs: tf.Tensor[]) => Pieces<tf.Tensor[]>,
  inputs: readonly InputSpec[],
  variables: readonly Leaf[],
  options: RecordOptions = {},
): Pieces<TracedFunction> {
  const capture = (batch: number) => apart(scoped(capturing(backend, batch, run, inputs, variables, options)));
  const first = yield* capture(batchSizes[0]);
  yield;
  const second = yield* capture(batchSizes[1]);
  yield;
  const nodes = yield* generalising(first.nodes, second.nodes, batchSizes);
  yield;
  if (first.outputs.join() !== second.outputs.join() || first.assigned.join() !== second.assigned.join()) {
    throw new TraceError('output', 'the function gives another result at another batch size');
  }
  const results = new Map(nodes.flatMap((node) => node.results.map((result, k) => [`${node.name}:${k}`, result])));
  const outputs = first.outputs.map((ref) => {
    const result = results.get(ref);
    if (!result) throw new TraceError(ref, 'it is returned, but no node makes it');
    return { ref, ...result };
  });
  const assignments = first.assigned.flatMap((ref, variable) =>
    ref === first.variableRefs[variable] ? [] : [{ variable, ref }],
  );
  return { nodes, inputs, outputs, assignments };
}

function* capturing(
  backend: NativeBackend,
  batch: number,
  run: (inputs: tf.Tensor[]) => Pieces<tf.Tensor[]>,
  inputs: readonly InputSpec[],
  variables: readonly Leaf[],
  options: RecordOptions,
): Pieces<Recording> {
  const leaves = inputs.map(({ name, shape, dtype }) => ({
    name,
    tensor: tf.zeros(
      shape.map((size) => size ?? batch),
      dtype,
    ),
  }));
  const before = variables.map(({ tensor }) => tf.clone(tensor));
  try {
    const given = leaves.map(({ tensor }) => tensor);
    return yield* recording(backend, run(given), leaves, variables, options);
  } finally {
    variables.forEach(({ tensor }, i) => {
      const value = before[i] as tf.Tensor;
      if (tensor instanceof tf.Variable && tensor.dataId !== value.dataId) tensor.assign(value);
    });
  }
}
