import type * as tf from '@tensorflow/tfjs-core';
import type { ValueId } from '../compile/program';
import { sizeOf } from '../layers/contract/spec';
import { evaluation } from '../train/evaluation';
import type { Executor, ExecutorRequest } from '../train/executor';
import type { AtCall, Model } from '../train/forward';
import { InTurn } from '../train/in-turn';
import { measuresOf } from '../train/metric-names';
import { splitNorms } from '../train/node-gradients';
import type { BatchTensors } from '../train/objective';
import { Slices } from '../train/pieces';
import { cutBatch } from './batch-parts';
import { ElementType, type NativeBackend } from './binding';
import { collectGarbage } from './collect-garbage';
import { type TracedGradients, tracingGradients } from './compiled-gradients';
import { residentFunctions } from './functions';
import type { TensorValue } from './graph-def';
import { isRefusedByGuard } from './guard';
import { netError } from './refusal';
import { type DataTables, dataTables } from './resident-data';
import { splitBatch } from './split-batch';
import { StateVariables } from './state-variables';
import { cores } from './threads';
import { type InputSpec, type TracedFunction, tracing } from './trace';
import { TraceError } from './trace-error';
import { tracingStep } from './trace-step';
import { tensorOf, tensorValue } from './values';
import { withWinograd } from './winograd';

/** Follows which layer is being run, for the names of nodes and of what goes wrong. */
export interface Follower {
  readonly at: AtCall;
  readonly place: () => string | undefined;
}

/**
 * Runs a net as one TensorFlow graph: its passes are recorded once and then are one native call each, over weights and
 * slots that stay with TensorFlow. Throws a TraceError where the net cannot be recorded; the state is then untouched
 * and still the caller's. Rejects with the signal's reason where it is given up.
 */
export async function compiledExecutor(
  backend: NativeBackend,
  request: ExecutorRequest,
  follower: Follower,
): Promise<Executor> {
  const { model, ops, update } = request;
  const slices = new Slices(request.signal);
  const variables = new StateVariables(request);
  const specs = batchSpecs(request);
  const names = specs.map(({ name }) => name);
  const options = { place: follower.place, maximumConstant: MAXIMUM_CONSTANT };
  const batchOf = (inputs: readonly tf.Tensor[]): BatchTensors =>
    Object.fromEntries(names.map((name, i) => [name, inputs[i] as tf.Tensor]));

  const { parts = 1 } = request.threads ?? {};
  /** Value of the program → its place among the results of `evaluate`, in which the sums come first. */
  const resultOf = new Map<number, number>();
  let data: DataTables | undefined;
  /** The step takes the share of its batch's samples in the whole. */
  let hasShares = false;
  const learning = (step: TracedFunction) => withWinograd(backend, step, request.threads?.intraOp || cores());
  const opening = async () => {
    try {
      const evaluated = evaluation(model, ops, follower.at);
      const recorded = tracing(
        backend,
        function* run(inputs) {
          const { values, sums } = yield* evaluated(variables.weights, batchOf(inputs));
          // Sparse: what an activation replaces has no value of its own everywhere.
          const made = values.flatMap((value, id) => (value ? [{ value, id }] : []));
          for (const [at, { id }] of made.entries()) resultOf.set(id, at + 1);
          return [sums, ...made.map(({ value }) => value)];
        },
        specs,
        variables.leaves,
        options,
      );
      const evaluate = await slices.do(recorded);
      const step =
        update &&
        (await slices.do(
          tracingStep(backend, { ...request, update }, variables, specs, { ...options, at: follower.at, parts }),
        ));
      hasShares = step?.inParts !== undefined;
      data = step && request.part && dataTables(request.part, names);
      const functions = {
        evaluate,
        ...(step && { train: learning(step.whole) }),
        ...(parts > 1 && {
          'evaluate/parts': splitBatch(
            evaluate,
            parts,
            () => true,
            (output) => (output === 0 ? 'sum' : 'rows'),
          ),
          ...(step?.inParts && { 'train/parts': learning(step.inParts) }),
        }),
      };
      const tables = (copies: number, each: number) =>
        new Map(
          Array.from({ length: copies }, (_, part) =>
            [...(data?.values() ?? [])].map((table, at) => [part * each + at, table] as const),
          ).flat(),
        );
      return await residentFunctions(backend, functions, variables.leaves, {
        gathered: { train: tables(1, names.length), 'train/parts': tables(parts, names.length + 1) },
        threads: request.threads,
        slices,
        taken: (index) => variables.release(index),
      });
    } catch (error) {
      for (const { value } of ops.takeUpdates()) value.dispose();
      throw error;
    } finally {
      variables.dispose();
    }
  };
  const resident = await opening();
  collectGarbage(4 * model.program.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0));

  let gradients: TracedGradients | undefined;
  const figuresOf = ([value]: readonly TensorValue[]) => value?.data as Float32Array;
  /** Runs a pass, with the batch in parts where the net takes it so and there are samples for each. */
  const pass = (
    name: 'evaluate' | 'train',
    batch: BatchTensors,
    scalars: readonly TensorValue[],
    outputs?: number[],
  ) => {
    const values = names.map((field) => batch[field] && tensorValue(backend, batch[field]));
    const cut = parts > 1 && (name === 'evaluate' || hasShares) ? cutBatch(values, parts) : undefined;
    const fed = (cut ?? [{ values, share: 1 }]).flatMap((part) => [
      ...part.values,
      ...(name === 'train' && hasShares ? [scalar(part.share)] : []),
    ]);
    return resident.run(cut ? `${name}/parts` : name, [...fed, ...scalars], outputs);
  };
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
    pass(
      'evaluate',
      batch,
      [],
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
            return figuresOf(await pass('train', batch, scalars));
          } catch (error) {
            if (!isRefusedByGuard(error)) throw error;
            return new Float32Array(1 + measuresOf(model.program, true).length).fill(Number.NaN);
          }
          // Numbers of rows say nothing about a layer: what they stand for always fits.
        },
        data === undefined ? batch : undefined,
      ),
    sums: (batch) => calls.run(async () => figuresOf(await pass('evaluate', batch, [], [0])), batch),
    values: (batch, ids) => calls.run(async () => (await valuesOf(batch, ids)).map(tensorOf), batch),
    gradients: (batch, ids) =>
      calls.run(async () => {
        if (!gradients) {
          const traced = tracingGradients(backend, request, specs, { ...options, at: follower.at });
          const made = await new Slices().do(traced);
          await resident.add('gradients', made.traced);
          gradients = made;
        }
        const { resultOf: placeOf } = gradients;
        const places = ids.map((id) => placeOf.get(id));
        const wanted = [0, ...places.flatMap((place) => place ?? [])];
        const [norms, ...found] = await resident.run(
          'gradients',
          names.map((name) => batch[name]),
          wanted,
        );
        const values = places.map((place) =>
          place === undefined ? undefined : tensorOf(found.shift() as TensorValue),
        );
        return { values, ...splitNorms(norms?.data as Float32Array, weightIndices.length, [...placeOf.keys()]) };
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
