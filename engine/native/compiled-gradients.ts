import * as tf from '@tensorflow/tfjs-core';
import type { ValueId } from '../compile/program';
import type { ExecutorRequest } from '../train/executor';
import { nodeGradients } from '../train/node-gradients';
import type { Pieces } from '../train/pieces';
import type { NativeBackend } from './binding';
import type { RecordOptions } from './record';
import { type InputSpec, type TracedFunction, tracing } from './trace';

/** The gradients of a net as a function whose variables are its weights, in order. */
export interface TracedGradients {
  readonly traced: TracedFunction;
  /** Value of the program → its place among the results, in which the norms come first. */
  readonly resultOf: ReadonlyMap<ValueId, number>;
}

/**
 * Records the gradients of a net whose weights are with TensorFlow already: what a graph does follows from shapes, so
 * that zeros stand for them.
 */
export function* tracingGradients(
  backend: NativeBackend,
  { model, ops }: ExecutorRequest,
  specs: readonly InputSpec[],
  options: RecordOptions & { readonly at: (path: string | undefined) => void },
): Pieces<TracedGradients> {
  const { weights } = model.program;
  const leaves = weights.map(({ name, shape }) => ({ name, tensor: tf.zeros([...shape]) }));
  const gradientsOf = nodeGradients(model, ops, options.at);
  const resultOf = new Map<ValueId, number>();
  function* run(inputs: readonly tf.Tensor[]): Pieces<tf.Tensor[]> {
    const batch = Object.fromEntries(specs.map(({ name }, i) => [name, inputs[i] as tf.Tensor]));
    const { values, norms } = yield* gradientsOf(
      leaves.map(({ tensor }) => tensor),
      batch,
    );
    for (const [at, id] of [...values.keys()].entries()) resultOf.set(id, at + 1);
    const made = [norms, ...values.values()];
    const clones = made.map((x) => tf.clone(x));
    tf.dispose(made);
    return clones;
  }
  try {
    return { traced: yield* tracing(backend, run, specs, leaves, options), resultOf };
  } finally {
    for (const { tensor } of leaves) tensor.dispose();
  }
}
