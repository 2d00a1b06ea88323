import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Program } from '../compile/program';
import { sizeOf } from '../layers/contract/spec';
import type { Optimizer } from '../optimizers/contract/optimizer';
import { drawnValues } from './initial-values';
import { type Pieces, Slices } from './pieces';
import type { StepOutput } from './step';

/** The tensors that training changes. They live outside any tidy: dispose them with `disposeState`. */
export interface TrainState {
  /** In the order of `program.weights`. */
  readonly weights: Tensor[];
  /** The optimizer's tensors of each trained weight, in its order; empty for the others. */
  readonly slots: Tensor[][];
}

/** Values by name, as a checkpoint holds them: `conv1.kernel`, and `conv1.kernel/mean` for a slot. */
export type StateValues = Readonly<Record<string, { shape: readonly number[]; values: Float32Array }>>;

export const slotName = (weight: string, slot: string): string => `${weight}/${slot}`;

/**
 * A net's first state: weights as `given` has them, the others drawn by `seed`; slots as the optimizer starts them.
 * Drawing may be given up.
 */
export async function initialState(
  program: Program,
  optimizer: Pick<Optimizer, 'slots'>,
  seed: number,
  { given = {}, slices = new Slices() }: { given?: StateValues; slices?: Slices } = {},
): Promise<TrainState> {
  const state: TrainState = { weights: [], slots: [] };
  try {
    for (const weight of program.weights) {
      const { shape, trainable } = weight;
      const first = given[weight.name]?.values ?? (await slices.do(drawnValues(weight, seed)));
      state.weights.push(tensor(first, [...shape], 'float32'));
      const slots = trainable ? optimizer.slots : [];
      state.slots.push(slots.map(({ start = 0 }) => tensor(filled(sizeOf(shape), start), [...shape], 'float32')));
      await slices.pause();
    }
    return state;
  } catch (error) {
    disposeState(state);
    throw error;
  }
}

/** Zeros stay untouched, so that the system need not give them memory before they are used. */
const filled = (size: number, start: number): Float32Array => {
  const values = new Float32Array(size);
  return start === 0 ? values : values.fill(start);
};

/** Puts a step's results in the place of what they replace, which is disposed. */
export function applyStep(state: TrainState, { weights, slots }: StepOutput): void {
  for (const [index, value] of weights) replace(state.weights, index, value);
  for (const [index, list] of slots.entries()) {
    const own = state.slots[index] as Tensor[];
    for (const [slot, value] of list.entries()) replace(own, slot, value);
  }
}

function replace(list: Tensor[], at: number, value: Tensor): void {
  if (list[at] === value) return;
  list[at]?.dispose();
  list[at] = value;
}

/** What every tensor holds. */
export function readState(state: TrainState, program: Program, optimizer: Optimizer): StateValues {
  const values: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  for (const [index, weight] of program.weights.entries()) {
    const read = (x: Tensor) => ({ shape: weight.shape, values: x.dataSync<'float32'>() });
    values[weight.name] = read(state.weights[index] as Tensor);
    for (const [slot, x] of (state.slots[index] ?? []).entries()) {
      values[slotName(weight.name, optimizer.slots[slot]?.name ?? `${slot}`)] = read(x);
    }
  }
  return values;
}

/** The first name of a net's state that `values` lacks or has in another shape; undefined when all fit. */
export function missingValue(values: StateValues, program: Program, optimizer?: Optimizer): string | undefined {
  const fits = (name: string, shape: readonly number[]) => values[name]?.shape.join() === shape.join();
  for (const { name, shape, trainable } of program.weights) {
    if (!fits(name, shape)) return name;
    const slots = trainable ? (optimizer?.slots ?? []) : [];
    const slot = slots.find((one) => !fits(slotName(name, one.name), shape));
    if (slot) return slotName(name, slot.name);
  }
  return undefined;
}

/** Numbers that are copied in some milliseconds. */
const COPIED_AT_ONCE = 2 ** 20;

/** In memory of its own: a part of a file that was read would keep the whole of it. */
function* tensorFrom(values: StateValues, name: string): Pieces<Tensor> {
  const found = values[name];
  if (!found) throw new RangeError(`There are no values for ${name}`);
  const own = new Float32Array(found.values.length);
  for (let from = 0; from < own.length; from += COPIED_AT_ONCE) {
    yield;
    own.set(found.values.subarray(from, from + COPIED_AT_ONCE), from);
  }
  return tensor(own, [...found.shape], 'float32');
}

/**
 * The state that `values` hold, in pieces; without slots where no optimizer is given. Throws a RangeError where
 * `missingValue` would name one.
 */
export function* restoring(values: StateValues, { weights }: Program, optimizer?: Optimizer): Pieces<TrainState> {
  const state: TrainState = { weights: [], slots: weights.map(() => []) };
  let isDone = false;
  try {
    for (const [index, { name, trainable }] of weights.entries()) {
      state.weights.push(yield* tensorFrom(values, name));
      for (const slot of (trainable && optimizer?.slots) || []) {
        state.slots[index]?.push(yield* tensorFrom(values, slotName(name, slot.name)));
      }
    }
    isDone = true;
    return state;
  } finally {
    if (!isDone) disposeState(state);
  }
}

export function disposeState({ weights, slots }: TrainState): void {
  for (const x of [...weights, ...slots.flat()]) x.dispose();
}
