import * as tf from '@tensorflow/tfjs-core';
import type { ExecutorRequest } from '../train/executor';
import type { AtCall } from '../train/forward';
import type { Pieces } from '../train/pieces';
import { gradientStep, type StepSettings, trainStep } from '../train/step';
import type { NativeBackend } from './binding';
import { withFusedUpdates } from './fused-update';
import type { RecordOptions } from './record';
import { splitBatch } from './split-batch';
import type { StateVariables } from './state-variables';
import { type InputSpec, type TracedFunction, tracing } from './trace';

/** A step, and the same with its batch in parts where that is asked for. */
interface TracedStep {
  readonly whole: TracedFunction;
  readonly inParts?: TracedFunction;
}

const SCALARS: readonly InputSpec[] = [
  { name: 'rate', shape: [], dtype: 'float32' },
  { name: 'step', shape: [], dtype: 'float32' },
  { name: 'seed', shape: [2], dtype: 'int32' },
];
const SHARE: InputSpec = { name: 'share', shape: [], dtype: 'float32' };

/**
 * One training step; its first result are the figures, which also guard the variables against numbers out of bounds.
 * Where the optimizer is an op of TensorFlow's, the gradients go to it; otherwise the new weights and slots are
 * assigned. Its inputs are those of `specs`, the learning rate, the step's number and the seed; of a net that learns in
 * `parts`, each part's with its share come before the last three.
 */
export function* tracingStep(
  backend: NativeBackend,
  { model, ops, update }: ExecutorRequest & { update: StepSettings },
  variables: StateVariables,
  specs: readonly InputSpec[],
  { at, ...options }: RecordOptions & { readonly at: AtCall; readonly parts: number },
): Pieces<TracedStep> {
  const { parts } = options;
  const fused = update.optimizer.fused?.(update.params);
  const isSplit = parts > 1 && fused !== undefined;
  const own = isSplit ? [...specs, SHARE] : specs;
  const gradientsOf = gradientStep(model, ops, update, at);
  const step = trainStep(model, ops, update, at);
  const { weights, slots } = variables;
  let updated: number[] = [];
  function* run(inputs: readonly tf.Tensor[]): Pieces<tf.Tensor[]> {
    const batch = Object.fromEntries(specs.map(({ name }, i) => [name, inputs[i] as tf.Tensor]));
    const [rate, count, seed] = inputs.slice(own.length) as [tf.Scalar, tf.Scalar, tf.Tensor];
    if (fused) {
      const { gradients, updates, figures } = yield* gradientsOf({
        weights,
        batch,
        seed,
        ...(isSplit && { share: inputs[specs.length] }),
      });
      for (const [index, value] of updates) replace(weights[index], value);
      updated = [...gradients.keys()];
      return ending([figures, ...gradients.values()]);
    }
    const output = yield* step({ weights, slots, batch, rate, step: count, seed });
    for (const [index, value] of output.weights) replace(weights[index], value);
    for (const [index, list] of output.slots.entries()) {
      for (const [slot, value] of list.entries()) replace(slots[index]?.[slot], value);
    }
    return ending([output.figures]);
  }
  const traced = yield* tracing(backend, run, [...own, ...SCALARS], variables.leaves, options);
  const updating = (gradientsAndFigures: TracedFunction): TracedFunction => {
    const [figures, ...gradients] = gradientsAndFigures.outputs;
    const guarded = { ...gradientsAndFigures, outputs: gradientsAndFigures.outputs.slice(0, 1), guard: figures?.ref };
    if (!fused) return guarded;
    const list = gradients.map(({ ref }, i) => variables.updatedAt(updated[i] as number, update.optimizer, ref));
    return withFusedUpdates(guarded, fused, list);
  };
  const inParts =
    isSplit &&
    splitBatch(
      traced,
      parts,
      (input) => own.includes(input),
      () => 'sum',
    );
  return { whole: updating(traced), ...(inParts && { inParts: updating(inParts) }) };
}

/** Kept tensors as ones that end with the recording. */
function ending(tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const clones = tensors.map((x) => tf.clone(x));
  for (const x of tensors) x.dispose();
  return clones;
}

/** A result takes a variable's place; one that is the variable itself says that nothing changes. */
function replace(variable: tf.Variable | undefined, value: tf.Tensor): void {
  if (!variable || variable === value) return;
  variable.assign(value);
  value.dispose();
}
