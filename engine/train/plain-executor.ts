import { clone, scalar, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { evaluation } from './evaluation';
import type { Executor, ExecutorRequest } from './executor';
import { nodeGradients, splitNorms } from './node-gradients';
import { atOnce } from './pieces';
import { applyStep, disposeState, type TrainState } from './state';
import { type StepOutput, trainStep } from './step';

/** Runs a net op by op, on whatever backend is set. Each call is done when it returns its promise. */
export function plainExecutor({ model, ops, state, update }: ExecutorRequest): Executor {
  const train = update && trainStep(model, ops, update);
  const evaluate = evaluation(model, ops);
  const gradientsOf = nodeGradients(model, ops);
  return {
    model,
    ops,
    isCompiled: false,
    takesRows: false,
    async step(batch, { rate, step, seed }) {
      if (!train) throw new RangeError('A net that is only looked at takes no steps');
      const fed = { rate: scalar(rate), step: scalar(step), seed: tensor1d([seed, step], 'int32') };
      const output = atOnce(train({ ...state, batch, ...fed }));
      const figures = Float32Array.from(output.figures.dataSync());
      output.figures.dispose();
      if (figures.every(Number.isFinite)) applyStep(state, output);
      else disposeOutput(output, state);
      for (const x of Object.values(fed)) x.dispose();
      return figures;
    },
    async sums(batch) {
      const sums = tidy(() => atOnce(evaluate(state.weights, batch)).sums);
      const read = Float32Array.from(sums.dataSync());
      sums.dispose();
      return read;
    },
    values: async (batch, ids) =>
      tidy(() => {
        const { values } = atOnce(evaluate(state.weights, batch, false));
        // A clone: an input that goes through the net unchanged is still the caller's.
        return ids.map((id) => clone(values[id] as Tensor));
      }),
    async gradients(batch, ids) {
      const { values, norms } = atOnce(gradientsOf(state.weights, batch));
      const read = Float32Array.from(norms.dataSync());
      norms.dispose();
      const asked = ids.map((id) => values.get(id));
      const wanted = asked.map((x) => x && clone(x));
      for (const x of values.values()) x.dispose();
      return { values: wanted, ...splitNorms(read, state.weights.length, [...values.keys()]) };
    },
    weights: async (indices = [...state.weights.keys()]) =>
      indices.map((index) => clone(state.weights[index] as Tensor)),
    state: async () => ({
      weights: state.weights.map((x) => clone(x)),
      slots: state.slots.map((list) => list.map((x) => clone(x))),
    }),
    dispose: () => disposeState(state),
  };
}

/** What a step gave and nobody wants. */
function disposeOutput({ weights, slots }: StepOutput, state: TrainState): void {
  const held = new Set([...state.weights, ...state.slots.flat()]);
  for (const x of [...weights.values(), ...slots.flat()]) if (!held.has(x)) x.dispose();
}
