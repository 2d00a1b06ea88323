import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { Program } from '../../../engine/compile/program';
import type { Field } from '../../../engine/data/contract/field';
import type { TrainingSettings } from '../../../engine/graph/document';
import type { Problem } from '../../../engine/graph/problem';
import { float } from '../../../engine/layers/contract/spec';
import { openExecutor } from '../../../engine/native/open-executor';
import type { Executor, ExecutorRequest } from '../../../engine/train/executor';
import { disposeBatch } from '../../../engine/train/feed';
import type { BatchTensors } from '../../../engine/train/objective';
import { plainExecutor } from '../../../engine/train/plain-executor';
import { stepSettings } from '../../../engine/train/settings';
import { disposeState, initialState } from '../../../engine/train/state';
import { smallSample, withBatch } from '../layers/cases';
import { expectClose } from '../ops/close';
import { opsAt } from '../ops/places';
import { Chain } from '../train/programs';
import { nativeForTests } from './native';

const { backend } = nativeForTests();

const STEPS = 20;

export interface Net {
  readonly program: Program;
  readonly fields: readonly Field[];
}

export const SGD = { kind: 'sgd', learningRate: 0.05, momentum: 0.9 };
/** Layers that square or scale what they get run away at more. */
export const GENTLE = { ...SGD, learningRate: 0.005 };

export async function requestOf(
  { program, fields }: Net,
  optimizer: object = SGD,
  more: Partial<TrainingSettings> = {},
): Promise<ExecutorRequest> {
  const update = stepSettings({ epochs: 1, batch: 4, seed: 3, optimizer: optimizer as typeof SGD, ...more });
  if (!update.ok) throw new Error(update.problems[0]?.message);
  const state = await initialState(program, update.value.optimizer, 3);
  // As small nets run: one op after another, by TensorFlow's executor for that.
  const threads = { intraOp: 1, interOp: 1 };
  return { model: { program, steps: {} }, ops: await opsAt('native'), fields, state, update: update.value, threads };
}

export const positive = (chain: Chain, id: number): number =>
  chain.call('activation', [chain.call('batchNorm', [id])], { activation: 'sigmoid' });

/** As nets run whose batch is cut. */
export const IN_PARTS = { intraOp: 1, interOp: 2, parts: 2 };

/** A batch of a size of its own at each step; class numbers are 0 and 1. */
export function batchOf(fields: readonly Field[], step: number): Record<string, tf.Tensor> {
  const count = step % 3 === 0 ? 3 : 5;
  const tensors = fields.map(({ name, shape, dtype }, at): [string, tf.Tensor] => {
    const spec = { shape: [null, ...shape], dtype };
    if (dtype === 'float32') return [name, tf.tidy(() => smallSample(spec, count, 7 * step + at))];
    const size = tf.util.sizeFromShape(withBatch(spec.shape, count));
    const values = Int32Array.from({ length: size }, (_, i) => (i + step) % 2);
    return [name, tf.tensor(values, withBatch(spec.shape, count), 'int32')];
  });
  return Object.fromEntries(tensors);
}

export const at = (step: number, rate = 0.05) => ({ rate, step, seed: 3 });

/** Steps one of each through the same batches, and compares figures, weights, slots, sums and values. */
export async function expectSameSteps(
  net: Net,
  optimizer?: { learningRate?: number },
  more?: Partial<TrainingSettings>,
  tolerance = 1e-5,
  threads: ExecutorRequest['threads'] = { intraOp: 1, interOp: 1 },
): Promise<void> {
  const plain = plainExecutor(await requestOf(net, optimizer, more));
  const notices: Problem[] = [];
  const request = { ...(await requestOf(net, optimizer, more)), threads };
  const compiled = await openExecutor(backend, request, (notice) => notices.push(notice));
  expect(notices).toEqual([]);
  expect(compiled.isCompiled).toBe(true);
  // Recording a net leaves its weights as they were.
  expect(await numbers(compiled)).toEqual(await numbers(plain));
  for (let step = 1; step <= STEPS; step++) {
    const batch = batchOf(net.fields, step);
    const now = at(step, optimizer?.learningRate);
    expectClose(await compiled.step(batch, now), await plain.step(batch, now), tolerance);
    disposeBatch(batch);
  }
  const [expected, got] = [await numbers(plain), await numbers(compiled)];
  for (const [index, values] of got.entries()) expectClose(values, expected[index] ?? [], tolerance);
  const batch = batchOf(net.fields, 50);
  expectClose(await compiled.sums(batch), await plain.sums(batch), tolerance);
  const ids = [...net.program.values.keys()];
  const aims = await plain.values(batch, ids);
  const values = await compiled.values(batch, ids);
  for (const [index, value] of values.entries()) {
    expect(value.shape).toEqual(aims[index]?.shape);
    expectClose(value, aims[index]?.dataSync() ?? [], tolerance);
  }
  await expectSameGradients(compiled, plain, batch, ids, 10 * tolerance);
  tf.dispose([batch, aims, values]);
  for (const executor of [plain, compiled]) executor.dispose();
}

/** Of a batch of five: sizes of the batch are no part of what was recorded. */
async function expectSameGradients(
  compiled: Executor,
  plain: Executor,
  batch: BatchTensors,
  ids: readonly number[],
  tolerance: number,
) {
  const expected = await plain.gradients(batch, ids);
  const got = await compiled.gradients(batch, ids);
  expectClose(got.norms, expected.norms, tolerance);
  expect([...got.valueNorms.keys()]).toEqual([...expected.valueNorms.keys()]);
  expectClose([...got.valueNorms.values()], [...expected.valueNorms.values()], tolerance);
  for (const [at, aim] of expected.values.entries()) {
    expect(got.values[at]?.shape).toEqual(aim?.shape);
    if (!aim) continue;
    expectClose(got.values[at] as tf.Tensor, aim.dataSync(), tolerance);
    const norm = Math.hypot(...aim.dataSync());
    expectClose([expected.valueNorms.get(ids[at] as number) ?? Number.NaN], [norm], tolerance);
  }
  tf.dispose([...got.values, ...expected.values].filter((x) => x !== undefined));
}

export async function numbers(executor: Executor): Promise<number[][]> {
  const state = await executor.state();
  const all = [...state.weights, ...state.slots.flat()].map((x) => [...x.dataSync()]);
  disposeState(state);
  return all;
}

/** A step on the batch of that number. */
export async function stepOn(executor: Executor, { fields }: Net, step: number): Promise<Float32Array> {
  const batch = batchOf(fields, step);
  return executor.step(batch, at(step)).finally(() => disposeBatch(batch));
}

/**
 * Gradients far from 0: optimisers that divide by their size would blow rounding up where batch normalisation makes
 * them vanish.
 */
export function smooth(): Net {
  const chain = new Chain();
  const hidden = chain.call('dense', [chain.input(float(6))], { units: 4, activation: 'tanh' });
  return { program: chain.end(chain.call('dense', [hidden], { units: 3 })), fields: chain.fields };
}

/** Dense, batch normalisation, dropout, dense: weights that are trained and weights that are not. */
export function mixed(): Net {
  const chain = new Chain();
  const first = chain.call('dense', [chain.input(float(6))], { units: 8, activation: 'relu' });
  const normal = chain.call('batchNorm', [first]);
  const last = chain.call('dense', [chain.call('dropout', [normal], { rate: 0.25 })], { units: 3 });
  return { program: chain.end(last), fields: chain.fields };
}
