import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightSpecs } from '../contract/layer';
import type { Ops } from '../contract/ops';

export type Cell = 'lstm' | 'gru';

/** Gates of a cell, as many parts as its kernels have along their last axis. */
const GATES: Readonly<Record<Cell, number>> = { lstm: 4, gru: 3 };

export interface CellWeights {
  /** [C, gates·units], applied to what comes in. */
  readonly kernel: Tensor;
  /** [units, gates·units], applied to what the step before gave. */
  readonly recurrentKernel: Tensor;
  /** LSTM: [4·units]. GRU: [2, 3·units], that of the input and that of the step before. */
  readonly bias: Tensor;
}

/** Keras's weights in Keras's order of gates: input, forget, candidate, output; update, reset, candidate. */
export function cellWeights(cell: Cell, channels: number, units: number) {
  const width = GATES[cell] * units;
  return {
    kernel: { shape: [channels, width], init: 'glorotUniform', role: 'kernel' },
    recurrentKernel: { shape: [units, width], init: 'glorotUniform', role: 'kernel' },
    bias:
      cell === 'gru'
        ? { shape: [2, width], init: 'zeros', role: 'bias' }
        : { shape: [width], init: { constant: [0, 1, 0, 0] }, role: 'bias' },
  } as const satisfies WeightSpecs;
}

/** Multiply-adds of `steps` steps. */
export const cellMacs = (cell: Cell, steps: number, channels: number, units: number): number =>
  steps * GATES[cell] * units * (channels + units);

interface State {
  /** [N, units] */
  readonly output: Tensor;
  readonly memory: Tensor;
}

const sigmoid = (ops: Ops, x: Tensor): Tensor => ops.activation(x, 'sigmoid');
const tanh = (ops: Ops, x: Tensor): Tensor => ops.activation(x, 'tanh');

/** The parts of [N, gates·units], each [N, units]. */
function gatesOf(ops: Ops, x: Tensor, units: number): Tensor[] {
  return ops.split(x, (x.shape[1] ?? units) / units, 1);
}

/** c′ = σ(f)·c + σ(i)·tanh(g), h′ = σ(o)·tanh(c′) (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000). */
function lstmStep(ops: Ops, arriving: Tensor, before: State, recurrentKernel: Tensor): State {
  const all = ops.add(arriving, ops.matMul(before.output, recurrentKernel));
  const units = recurrentKernel.shape[0] ?? 1;
  const [i, f, g, o] = gatesOf(ops, all, units) as [Tensor, Tensor, Tensor, Tensor];
  const kept = ops.mul(sigmoid(ops, f), before.memory);
  const memory = ops.add(kept, ops.mul(sigmoid(ops, i), tanh(ops, g)));
  return { memory, output: ops.mul(sigmoid(ops, o), tanh(ops, memory)) };
}

/** h′ = σ(z)·h + (1 − σ(z))·tanh(g + σ(r)·(h·U + b)): the reset after the product, as cuDNN and Keras have it (Cho and others 2014). */
function gruStep(ops: Ops, arriving: Tensor, before: State, recurrentKernel: Tensor, recurrentBias: Tensor): State {
  const units = recurrentKernel.shape[0] ?? 1;
  const inner = ops.add(ops.matMul(before.output, recurrentKernel), recurrentBias);
  const [z, r, g] = gatesOf(ops, arriving, units) as [Tensor, Tensor, Tensor];
  const [innerZ, innerR, innerG] = gatesOf(ops, inner, units) as [Tensor, Tensor, Tensor];
  const update = sigmoid(ops, ops.add(z, innerZ));
  const reset = sigmoid(ops, ops.add(r, innerR));
  const candidate = tanh(ops, ops.add(g, ops.mul(reset, innerG)));
  const output = ops.add(candidate, ops.mul(update, ops.sub(before.output, candidate)));
  return { output, memory: output };
}

/**
 * What a cell gives at every step of [N, L, C], in the order of the steps, each [N, units]; `backwards` goes from the
 * last step to the first. It starts from zeros. The products with what comes in are made for all steps at once.
 */
export function runCell(ops: Ops, cell: Cell, x: Tensor, weights: CellWeights, backwards = false): Tensor[] {
  const [batch = 1, steps = 1, channels = 1] = x.shape;
  const [units = 1, width = 1] = weights.recurrentKernel.shape;
  const [bias, recurrentBias] =
    cell === 'gru'
      ? [0, 1].map((row) => ops.reshape(ops.slice(weights.bias, [row, 0], [1, width]), [width]))
      : [weights.bias];
  const flat = ops.matMul(ops.reshape(x, [batch * steps, channels]), weights.kernel);
  const arriving = ops.split(ops.reshape(ops.add(flat, bias as Tensor), [batch, steps, width]), steps, 1);
  const results: Tensor[] = [];
  let state: State | undefined;
  for (let k = 0; k < steps; k++) {
    const step = backwards ? steps - 1 - k : k;
    const here = ops.reshape(arriving[step] as Tensor, [batch, width]);
    const nothing = () => ops.zerosLike(ops.slice(here, [0, 0], [batch, units]));
    const before: State = state ?? { output: nothing(), memory: nothing() };
    state =
      cell === 'lstm'
        ? lstmStep(ops, here, before, weights.recurrentKernel)
        : gruStep(ops, here, before, weights.recurrentKernel, recurrentBias as Tensor);
    results[step] = state.output;
  }
  return results;
}

/** [N, units] at each step → [N, L, units]. */
export function asSequence(ops: Ops, steps: readonly Tensor[]): Tensor {
  return ops.concat(
    steps.map((step) => ops.reshape(step, [step.shape[0] ?? 1, 1, step.shape[1] ?? 1])),
    1,
  );
}
