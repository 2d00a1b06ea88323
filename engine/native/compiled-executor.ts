import * as tf from '@tensorflow/tfjs-core';
import type { ValueId } from '../compile/program';
import { sizeOf } from '../layers/contract/spec';
import type { Optimizer } from '../optimizers/contract/optimizer';
import { evaluation } from '../train/evaluation';
import type { Executor, ExecutorRequest } from '../train/executor';
import type { AtCall, Model } from '../train/forward';
import { InTurn } from '../train/in-turn';
import { measuresOf } from '../train/metric-names';
import type { BatchTensors } from '../train/objective';
import { slotName, type TrainState } from '../train/state';
import { gradientStep, type StepSettings, trainStep } from '../train/step';
import { ElementType, type NativeBackend } from './binding';
import { collectGarbage } from './collect-garbage';
import { type TracedGradients, traceGradients } from './compiled-gradients';
import { residentFunctions } from './functions';
import { type UpdatedWeight, withFusedUpdates } from './fused-update';
import type { Ref, TensorValue } from './graph-def';
import { isRefusedByGuard } from './guard';
import type { Leaf } from './record';
import { netError } from './refusal';
import { type DataTables, dataTables } from './resident-data';
import { type InputSpec, type TracedFunction, trace } from './trace';
import { TraceError } from './trace-error';
import { tensorOf } from './values';

/** Follows which layer is being run, for the names of nodes and of what goes wrong. */
export interface Follower {
  readonly at: AtCall;
  readonly place: () => string | undefined;
}

/**
 * Runs a net as one TensorFlow graph: its passes are recorded once and then are one native call each, over weights and
 * slots that stay with TensorFlow. Throws a TraceError where the net cannot be recorded; the state is then untouched
 * and still the caller's.
 */
export function compiledExecutor(backend: NativeBackend, request: ExecutorRequest, follower: Follower): Executor {
  const { model, ops, update } = request;
  const variables = new StateVariables(request);
  const specs = batchSpecs(request);
  const names = specs.map(({ name }) => name);
  const options = { place: follower.place, maximumConstant: MAXIMUM_CONSTANT };
  const batchOf = (inputs: readonly tf.Tensor[]): BatchTensors =>
    Object.fromEntries(names.map((name, i) => [name, inputs[i] as tf.Tensor]));

  /** Value of the program → its place among the results of `evaluate`, in which the sums come first. */
  const resultOf = new Map<number, number>();
  let data: DataTables | undefined;
  const resident = (() => {
    try {
      const pass = evaluation(model, ops, follower.at);
      const evaluate = trace(
        backend,
        (inputs) => {
          const { values, sums } = pass(variables.weights, batchOf(inputs));
          // Sparse: what an activation replaces has no value of its own everywhere.
          const made = values.flatMap((value, id) => (value ? [{ value, id }] : []));
          for (const [at, { id }] of made.entries()) resultOf.set(id, at + 1);
          return [sums, ...made.map(({ value }) => value)];
        },
        specs,
        variables.leaves,
        options,
      );
      const train = update && traceStep(backend, { ...request, update }, variables, specs, follower);
      data = train && request.part && dataTables(request.part, names);
      const inputs = new Map(names.flatMap((name, i) => (data ? [[i, data.get(name) as TensorValue] as const] : [])));
      return residentFunctions(backend, { evaluate, ...(train && { train }) }, variables.leaves, {
        ...(data && { gathered: { name: 'train', inputs } }),
        threads: request.threads,
        taken: (index) => variables.release(index),
      });
    } catch (error) {
      for (const { value } of ops.takeUpdates()) value.dispose();
      throw error;
    } finally {
      variables.dispose();
    }
  })();
  collectGarbage(4 * model.program.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0));

  let gradients: TracedGradients | undefined;
  const figuresOf = ([value]: readonly TensorValue[]) => value?.data as Float32Array;
  const feed = (batch: BatchTensors) => names.map((name) => batch[name]);
  const turns = new InTurn();
  /** In turn, and with what TensorFlow refuses laid to the layer that a person sees. */
  const calls = {
    run: <T>(call: () => Promise<T>, batch?: BatchTensors): Promise<T> =>
      turns.run(() =>
        call().catch(async (error: unknown) => {
          throw await netError(
            model.program,
            error,
            batch &&
              ((ids) =>
                valuesOf(
                  batch,
                  ids.filter((id) => resultOf.has(id)),
                )),
          );
        }),
      ),
  };
  const valuesOf = (batch: BatchTensors, ids: readonly ValueId[]) =>
    resident.run(
      'evaluate',
      feed(batch),
      ids.map((id) => resultOf.get(id) as number),
    );
  const weightIndices = [...model.program.weights.keys()];
  return {
    model,
    ops,
    isCompiled: true,
    takesRows: data !== undefined,
    step: (batch, { rate, step, seed }) =>
      calls.run(
        async () => {
          const scalars = [scalar(rate), scalar(step), { ...int32, shape: [2], data: Int32Array.of(seed, step) }];
          try {
            return figuresOf(await resident.run('train', [...feed(batch), ...scalars]));
          } catch (error) {
            if (!isRefusedByGuard(error)) throw error;
            return new Float32Array(1 + measuresOf(model.program, true).length).fill(Number.NaN);
          }
          // Numbers of rows say nothing about a layer: what they stand for always fits.
        },
        data === undefined ? batch : undefined,
      ),
    sums: (batch) => calls.run(async () => figuresOf(await resident.run('evaluate', feed(batch), [0])), batch),
    values: (batch, ids) => calls.run(async () => (await valuesOf(batch, ids)).map(tensorOf), batch),
    gradients: (batch, ids) =>
      calls.run(async () => {
        if (!gradients) {
          const made = traceGradients(backend, request, specs, { ...options, at: follower.at });
          resident.add('gradients', made.traced);
          gradients = made;
        }
        const { resultOf: placeOf } = gradients;
        const places = ids.map((id) => placeOf.get(id));
        const wanted = [0, ...places.flatMap((place) => place ?? [])];
        const [norms, ...found] = await resident.run('gradients', feed(batch), wanted);
        const values = places.map((place) =>
          place === undefined ? undefined : tensorOf(found.shift() as TensorValue),
        );
        return { values, norms: norms?.data as Float32Array };
      }),
    weights: (indices = weightIndices) => calls.run(async () => (await resident.read(indices)).map(tensorOf)),
    state: () => calls.run(async () => variables.stateOf((await resident.read()).map(tensorOf))),
    dispose: () => turns.close(() => resident.dispose()),
  };
}

const int32 = { dtype: ElementType.int32 } as const;
const scalar = (x: number): TensorValue => ({ dtype: ElementType.float32, shape: [], data: Float32Array.of(x) });

/** Tables of a preparation, such as a mean for each column, are constants; a random mask differs between recordings. */
const MAXIMUM_CONSTANT = 1 << 16;

/** The fields that a net reads, with the batch's axis free. */
function batchSpecs({ model, fields }: Pick<ExecutorRequest, 'model' | 'fields'>): InputSpec[] {
  return fieldsRead(model).map((name) => {
    const field = fields.find((one) => one.name === name);
    if (!field) throw new TraceError(name, 'the data have no such field');
    return { name, shape: [null, ...field.shape], dtype: field.dtype };
  });
}

function fieldsRead({ program }: Model): string[] {
  const inputs = program.inputs.map(({ id, field = id }) => field);
  const targets = program.outputs.flatMap(({ field }) => field?.name ?? []);
  return [...new Set([...inputs, ...targets])];
}

/**
 * One training step; its first result are the figures, which also guard the variables against numbers out of bounds.
 * Where the optimizer is an op of TensorFlow's, the gradients go to it; otherwise the new weights and slots are
 * assigned.
 */
function traceStep(
  backend: NativeBackend,
  { model, ops, update }: ExecutorRequest & { update: StepSettings },
  variables: StateVariables,
  specs: readonly InputSpec[],
  { at, place }: Follower,
): TracedFunction {
  const fused = update.optimizer.fused?.(update.params);
  const gradientsOf = gradientStep(model, ops, update, at);
  const step = trainStep(model, ops, update, at);
  const scalars: InputSpec[] = [
    { name: 'rate', shape: [], dtype: 'float32' },
    { name: 'step', shape: [], dtype: 'float32' },
    { name: 'seed', shape: [2], dtype: 'int32' },
  ];
  const { weights, slots } = variables;
  let updated: number[] = [];
  const run = (inputs: readonly tf.Tensor[]): tf.Tensor[] => {
    const batch = Object.fromEntries(specs.map(({ name }, i) => [name, inputs[i] as tf.Tensor]));
    const [rate, count, seed] = inputs.slice(specs.length) as [tf.Scalar, tf.Scalar, tf.Tensor];
    if (fused) {
      const { gradients, updates, figures } = gradientsOf({ weights, batch, seed });
      for (const [index, value] of updates) replace(weights[index], value);
      updated = [...gradients.keys()];
      return scoped([figures, ...gradients.values()]);
    }
    const output = step({ weights, slots, batch, rate, step: count, seed });
    for (const [index, value] of output.weights) replace(weights[index], value);
    for (const [index, list] of output.slots.entries()) {
      for (const [slot, value] of list.entries()) replace(slots[index]?.[slot], value);
    }
    return scoped([output.figures]);
  };
  const options = { place, maximumConstant: MAXIMUM_CONSTANT };
  const traced = trace(backend, run, [...specs, ...scalars], variables.leaves, options);
  const [figures, ...gradients] = traced.outputs;
  const guarded = { ...traced, outputs: traced.outputs.slice(0, 1), guard: figures?.ref };
  if (!fused) return guarded;
  const list = gradients.map(({ ref }, i) => variables.updatedAt(updated[i] as number, update.optimizer, ref));
  return withFusedUpdates(guarded, fused, list);
}

/** Kept tensors as ones that end with the recording. */
function scoped(tensors: readonly tf.Tensor[]): tf.Tensor[] {
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

/** A state's tensors as variables that a recording can see being assigned; they share the state's memory. */
class StateVariables {
  readonly weights: tf.Variable[];
  readonly slots: tf.Variable[][];
  readonly leaves: Leaf[];

  private readonly tensors: readonly tf.Tensor[];

  constructor({ model, state, update }: ExecutorRequest) {
    const { weights } = model.program;
    this.tensors = [...state.weights, ...state.slots.flat()];
    this.weights = state.weights.map((x) => tf.variable(x, false));
    this.slots = state.slots.map((list) => list.map((x) => tf.variable(x, false)));
    const nameOf = (index: number) => weights[index]?.name ?? `${index}`;
    this.leaves = [
      ...this.weights.map((tensor, index) => ({ name: nameOf(index), tensor })),
      ...this.slots.flatMap((list, index) =>
        list.map((tensor, slot) => ({
          name: slotName(nameOf(index), update?.optimizer.slots[slot]?.name ?? `${slot}`),
          tensor,
        })),
      ),
    ];
  }

  /** A weight's variables by their places in `leaves`, for an update in place. */
  updatedAt(index: number, { slots }: Optimizer, gradient: Ref): UpdatedWeight {
    const before = this.slots.slice(0, index).reduce((count, list) => count + list.length, this.weights.length);
    return { weight: index, slots: Object.fromEntries(slots.map(({ name }, i) => [name, before + i])), gradient };
  }

  /** Tensors in the order of `leaves` as a state. */
  stateOf(tensors: readonly tf.Tensor[]): TrainState {
    let at = this.weights.length;
    const slots = this.slots.map((list) => {
      const from = at;
      at += list.length;
      return tensors.slice(from, at);
    });
    return { weights: tensors.slice(0, this.weights.length), slots };
  }

  /** Gives up the memory of leaf `index`, the state's own tensor included. */
  release(index: number): void {
    this.leaves[index]?.tensor.dispose();
    this.tensors[index]?.dispose();
  }

  dispose(): void {
    for (const { tensor } of this.leaves) tensor.dispose();
  }
}
