import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from '../optimizers/contract/optimizer';
import type { ExecutorRequest } from '../train/executor';
import { slotName, type TrainState } from '../train/state';
import type { UpdatedWeight } from './fused-update';
import type { Ref } from './graph-def';
import type { Leaf } from './record';

/** A state's tensors as variables that a recording can see being assigned; they share the state's memory. */
export class StateVariables {
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
