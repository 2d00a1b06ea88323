import type { Tensor } from '@tensorflow/tfjs-core';
import type { Program, ProgramOutput } from '../compile/program';
import type { PreparedStep } from '../data/parts/prepared';
import type { Ops } from '../layers/contract/ops';
import { atOnce, type Pieces } from './pieces';

/** A net with the preparations of its fields: everything between raw values and answers. */
export interface Model {
  readonly program: Program;
  /** Field name → its preparations in order. */
  readonly steps: Readonly<Record<string, readonly PreparedStep[]>>;
}

/** Told the path of each call before it runs, and nothing after the last one: what goes wrong is then known by name. */
export type AtCall = (path: string | undefined) => void;

/** What one pass depends on beside weights and samples. */
export interface Pass {
  readonly training: boolean;
  /** int32 [run seed, step]. */
  readonly seed: Tensor;
  readonly at?: AtCall;
}

/** Raw values of a field, [N, …], after its preparations. */
export function prepareField(ops: Ops, x: Tensor, steps: readonly PreparedStep[]): Tensor {
  return steps.reduce((value, { preparation, params, fitted }) => preparation.forward(ops, value, params, fitted), x);
}

/**
 * Runs a batch through the net. It holds the raw values of every bound field, or, for an input that no field feeds,
 * values under the input's own name. See `forwardFrom`.
 */
export const forward = (...asked: Parameters<typeof forwards>): Tensor[] => atOnce(forwards(...asked));

/** The same in pieces. */
export function forwards(
  ops: Ops,
  model: Model,
  weights: readonly Tensor[],
  batch: Readonly<Record<string, Tensor>>,
  pass: Pass,
): Pieces<Tensor[]> {
  const inputs = model.program.inputs.map(({ id, field = id }) => {
    const raw = batch[field];
    if (!raw) throw new RangeError(`The batch has no values for ${field}`);
    return raw;
  });
  return forwardsFrom(ops, model, weights, inputs, pass);
}

/**
 * Runs the calls in order. `weights` follow `program.weights`; `inputs` are raw values in the order of
 * `program.inputs`. Returns a tensor for every value of the program, by `ValueId`. Nothing is disposed: call it within a
 * tidy.
 */
export const forwardFrom = (...asked: Parameters<typeof forwardsFrom>): Tensor[] => atOnce(forwardsFrom(...asked));

/** The same in pieces, a call each. */
function* forwardsFrom(
  ops: Ops,
  { program, steps }: Model,
  weights: readonly Tensor[],
  inputs: readonly Tensor[],
  { training, seed, at: tell }: Pass,
): Pieces<Tensor[]> {
  const values: Tensor[] = [];
  const valueAt = (id: number): Tensor => {
    const value = values[id];
    if (!value) throw new RangeError(`Value ${id} of the program is used before it is made`);
    return value;
  };
  for (const [at, input] of program.inputs.entries()) {
    values[input.value] = prepareField(ops, inputs[at] as Tensor, steps[input.field ?? input.id] ?? []);
  }
  const batch = inputs[0]?.shape[0] ?? 1;
  for (const call of program.calls) {
    tell?.(call.path);
    const own: Record<string, Tensor> = {};
    for (const [name, index] of Object.entries(call.weights)) own[name] = weights[index] as Tensor;
    const random = { seed, stream: call.stream };
    const context = { training, batch, random };
    const results = call.layer.forward(ops, call.inputs.map(valueAt), own, call.params, context);
    for (const [at, id] of call.results.entries()) values[id] = results[at] as Tensor;
    if (call.activation) {
      values[call.activation.result] = ops.activation(results[0] as Tensor, call.activation.name);
    }
    yield;
  }
  tell?.(undefined);
  return values;
}

/** What an output answers: its logits after the loss's activation. */
export const predictionOf = (ops: Ops, output: ProgramOutput, values: readonly Tensor[]): Tensor =>
  activated(ops, output, values[output.logits] as Tensor);

/** The same from the logits themselves. */
export const activated = (ops: Ops, { activation }: ProgramOutput, logits: Tensor): Tensor =>
  activation === 'linear' ? logits : ops.activation(logits, activation);
