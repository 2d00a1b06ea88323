import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Program } from '../../../engine/compile/program';
import type { Field } from '../../../engine/data/contract/field';
import type { TrainingSettings } from '../../../engine/graph/document';
import type { Problem } from '../../../engine/graph/problem';
import { defineLayer } from '../../../engine/layers/contract/layer';
import type { Params, Values } from '../../../engine/layers/contract/params';
import { float, type Spec, sampleSize } from '../../../engine/layers/contract/spec';
import { losses } from '../../../engine/losses/contract/registry';
import type { NativeBackend } from '../../../engine/native/binding';
import { openExecutor } from '../../../engine/native/open-executor';
import { optimizers } from '../../../engine/optimizers/contract/registry';
import type { Executor, ExecutorRequest } from '../../../engine/train/executor';
import { disposeBatch } from '../../../engine/train/feed';
import { isOutOfMemory } from '../../../engine/train/memory/out-of-memory';
import type { BatchTensors } from '../../../engine/train/objective';
import type { StepOps } from '../../../engine/train/ops/portable';
import { plainExecutor } from '../../../engine/train/plain-executor';
import { stepSettings } from '../../../engine/train/settings';
import { disposeState, initialState } from '../../../engine/train/state';
import { TrainingBatches } from '../../../engine/train/training-batches';
import { computing, defaults, smallSample, withBatch } from '../layers/cases';
import { expectClose } from '../ops/close';
import { opsAt } from '../ops/places';
import { FORMULAS } from '../optimizers/formulas';
import { Chain } from '../train/programs';
import { nativeForTests } from './native';

const { backend } = nativeForTests();
let ops: StepOps;
beforeAll(async () => {
  ops = await opsAt('native');
});

const STEPS = 20;

interface Net {
  readonly program: Program;
  readonly fields: readonly Field[];
}

const SGD = { kind: 'sgd', learningRate: 0.05, momentum: 0.9 };
/** Layers that square or scale what they get run away at more. */
const GENTLE = { ...SGD, learningRate: 0.005 };

async function requestOf(
  { program, fields }: Net,
  optimizer: object = SGD,
  more: Partial<TrainingSettings> = {},
): Promise<ExecutorRequest> {
  const update = stepSettings({ epochs: 1, batch: 4, seed: 3, optimizer: optimizer as typeof SGD, ...more });
  if (!update.ok) throw new Error(update.problems[0]?.message);
  const state = await initialState(program, update.value.optimizer, 3);
  // As small nets run: one op after another, by TensorFlow's executor for that.
  const threads = { intraOp: 1, interOp: 1 };
  return { model: { program, steps: {} }, ops, fields, state, update: update.value, threads };
}

const positive = (chain: Chain, id: number): number =>
  chain.call('activation', [chain.call('batchNorm', [id])], { activation: 'sigmoid' });

/** As nets run whose batch is cut. */
const IN_PARTS = { intraOp: 1, interOp: 2, parts: 2 };

/** A batch of a size of its own at each step; class numbers are 0 and 1. */
function batchOf(fields: readonly Field[], step: number): Record<string, tf.Tensor> {
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

const at = (step: number, rate = 0.05) => ({ rate, step, seed: 3 });

/** Steps one of each through the same batches, and compares figures, weights, slots, sums and values. */
async function expectSameSteps(
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

async function numbers(executor: Executor): Promise<number[][]> {
  const state = await executor.state();
  const all = [...state.weights, ...state.slots.flat()].map((x) => [...x.dataSync()]);
  disposeState(state);
  return all;
}

/** A step on the batch of that number. */
async function stepOn(executor: Executor, { fields }: Net, step: number): Promise<Float32Array> {
  const batch = batchOf(fields, step);
  return executor.step(batch, at(step)).finally(() => disposeBatch(batch));
}

/**
 * Gradients far from 0: optimisers that divide by their size would blow rounding up where batch normalisation makes
 * them vanish.
 */
function smooth(): Net {
  const chain = new Chain();
  const hidden = chain.call('dense', [chain.input(float(6))], { units: 4, activation: 'tanh' });
  return { program: chain.end(chain.call('dense', [hidden], { units: 3 })), fields: chain.fields };
}

/** Dense, batch normalisation, dropout, dense: weights that are trained and weights that are not. */
function mixed(): Net {
  const chain = new Chain();
  const first = chain.call('dense', [chain.input(float(6))], { units: 8, activation: 'relu' });
  const normal = chain.call('batchNorm', [first]);
  const last = chain.call('dense', [chain.call('dropout', [normal], { rate: 0.25 })], { units: 3 });
  return { program: chain.end(last), fields: chain.fields };
}

describe.each(computing.map((layer) => [layer.kind, layer] as const))('%s', (_kind, layer) => {
  test('takes the same 20 steps compiled', async () => {
    for (const { inputs, params, outputs } of layer.examples) {
      if (inputs.some((spec) => sampleSize(spec) > 4096)) continue;
      const chain = new Chain();
      const ids = inputs.map((spec) => chain.input(spec));
      if (ids.length === 0) {
        const stated = chain.call(layer, [], params);
        const program = chain.end(chain.call('add', [chain.input(outputs[0] as Spec), stated]));
        await expectSameSteps({ program, fields: chain.fields });
        continue;
      }
      // Something to be trained before it, so that gradients pass through it; positive, far from poles and silence.
      const [head, ...rest] = ids.map((id, i) =>
        inputs[i]?.dtype === 'float32' && sampleSize(inputs[i]) > 1 ? positive(chain, id) : id,
      ) as [number, ...number[]];
      const net = { program: chain.end(chain.call(layer, [head, ...rest], params)), fields: chain.fields };
      // A logarithm near silence, where steady sounds cancel out, makes rounding a hundred times as large.
      if (layer.kind === 'spectrogram') await expectSameSteps(net, { ...GENTLE, learningRate: 1e-5 }, {}, 1e-3);
      else await expectSameSteps(net, GENTLE);
    }
  });
});

describe.each([...losses])('the loss %s', (_kind, loss) => {
  test('takes the same 20 steps compiled', async () => {
    for (const { logits, target, params } of loss.examples) {
      const chain = new Chain();
      const id = chain.call('batchNorm', [chain.input(float(...logits.shape.slice(1)))]);
      const values = { ...defaults(loss.params), ...params } as Values<Params>;
      const program = chain.end(id, loss, { shape: target.shape.slice(1), dtype: target.dtype }, values);
      await expectSameSteps({ program, fields: chain.fields });
    }
  });
});

describe.each([...optimizers.keys()])('the optimiser %s', (kind) => {
  test('takes the same 20 steps compiled', async () => {
    for (const { params } of FORMULAS[kind] ?? []) {
      const rate = defaults(optimizers.get(kind)?.params ?? {}).learningRate as number;
      await expectSameSteps(smooth(), { learningRate: rate, ...params, ...{ kind } });
    }
  });
});

describe('a net that takes its batch in parts', () => {
  /** Two towers of one set of weights, and a branch of its own: several inputs, shared weights. */
  function branched(): Net {
    const chain = new Chain();
    const [one, other] = [chain.input(float(6, 6, 2), 'one'), chain.input(float(6, 6, 2), 'other')];
    const tower = (id: number) =>
      chain.call('maxPool2d', [chain.call('conv2d', [id], { filters: 3, activation: 'tanh' })]);
    const sum = chain.call('add', [tower(one), tower(other)]);
    return {
      program: chain.end(chain.call('dense', [chain.call('flatten', [sum])], { units: 3 })),
      fields: chain.fields,
    };
  }

  test.each([...optimizers.keys()])('takes the same 20 steps by %s, penalties included', async (kind) => {
    const rate = defaults(optimizers.get(kind)?.params ?? {}).learningRate as number;
    const optimizer = { learningRate: rate, kind };
    for (const net of [smooth(), branched()]) {
      await expectSameSteps(net, optimizer, { decay: 0.01, sparsity: 0.001 }, 1e-5, IN_PARTS);
    }
  });

  test('takes the same steps again, bit for bit, and as a whole where there is one sample', async () => {
    const net = smooth();
    const open = async (threads: ExecutorRequest['threads']) =>
      openExecutor(backend, { ...(await requestOf(net)), threads }, () => {});
    const [first, again, whole] = [await open(IN_PARTS), await open(IN_PARTS), await open({ intraOp: 1, interOp: 1 })];
    const batch = Object.fromEntries(
      Object.entries(batchOf(net.fields, 1)).map(([name, x]) => [name, tf.slice(x, [0], [1])]),
    );
    for (const executor of [first, again, whole]) await executor.step(batch, at(1));
    for (let step = 2; step < 9; step++) {
      expect(await stepOn(first, net, step)).toEqual(await stepOn(again, net, step));
      await stepOn(whole, net, step);
    }
    expect(await numbers(first)).toEqual(await numbers(again));
    for (const [at, values] of (await numbers(first)).entries()) {
      expectClose(values, (await numbers(whole))[at] ?? [], 1e-5);
    }
    const [value] = await first.values(batch, [net.program.outputs[0]?.logits as number]);
    expect(value?.shape).toEqual([1, 3]);
    for (const executor of [first, again, whole]) executor.dispose();
  });

  test('lays what TensorFlow refuses to the layer', async () => {
    const net = smooth();
    const executor = await openExecutor(backend, { ...(await requestOf(net)), threads: IN_PARTS }, () => {});
    const batch = { ...batchOf(net.fields, 1), [net.fields[0]?.name ?? '']: tf.zeros([5, 7]) };
    await expect(executor.step(batch, at(1))).rejects.toMatchObject({
      name: 'NetError',
      node: net.program.calls[0]?.path,
    });
    executor.dispose();
  });
});

describe('a compiled net', () => {
  test.each<Partial<TrainingSettings>>([
    { clip: { value: 0.01 } },
    { clip: { norm: 0.1 } },
    { decay: 0.1 },
    { sparsity: 0.01 },
  ])('takes the same 20 steps with %o', (settings) =>
    expectSameSteps(mixed(), { ...SGD, learningRate: 0.05 }, settings),
  );

  test('changes nothing in a step whose figures are not finite', async () => {
    const net = mixed();
    const executor = await openExecutor(backend, await requestOf(net, { kind: 'adam' }), () => {});
    await stepOn(executor, net, 1);
    const before = await numbers(executor);
    const batch = { ...batchOf(net.fields, 2), t: tf.fill([5, 3], Number.NaN) };
    expect((await executor.step(batch, at(2))).every(Number.isFinite)).toBe(false);
    disposeBatch(batch);
    expect(await numbers(executor)).toEqual(before);
    expect((await stepOn(executor, net, 2)).every(Number.isFinite)).toBe(true);
    expect(await numbers(executor)).not.toEqual(before);
    executor.dispose();
  });

  test('reads only what is asked for, and needs no targets to be looked into', async () => {
    const net = mixed();
    const executor = await openExecutor(backend, await requestOf(net), () => {});
    const { t: _, ...inputs } = batchOf(net.fields, 1);
    const [value] = await executor.values(inputs, [net.program.outputs[0]?.logits as number]);
    expect(value?.shape).toEqual([5, 3]);
    expect(await executor.values(inputs, [])).toEqual([]);
    expect((await executor.weights([1])).map(({ shape }) => shape)).toEqual([[8]]);
    executor.dispose();
  });

  test.each([
    ['whole', { intraOp: 1, interOp: 1 }],
    ['in parts', IN_PARTS],
  ])('takes rows of a resident data set for the values themselves, bit for bit, %s', async (_, threads) => {
    const fields = [
      { name: 'a', shape: [2, 3, 1], dtype: 'float32', role: 'image' },
      { name: 'b', shape: [2, 3, 1], dtype: 'float32', role: 'image' },
      { name: 't', shape: [], dtype: 'int32', role: 'label' },
    ] as const;
    const chain = new Chain();
    const [first, second] = [chain.input(float(2, 3, 1), 'a'), chain.input(float(2, 3, 1), 'b')];
    const sum = chain.call('add', [first, second]);
    const last = chain.call('dense', [chain.call('flatten', [sum])], { units: 3 });
    const loss = losses.get('crossEntropy');
    const program = chain.end(last, loss, { shape: [], dtype: 'int32' }, defaults(loss?.params ?? {}));
    const bytes = Uint8Array.from({ length: 60 }, (_, i) => (i * 37) % 256);
    const part = {
      count: 8,
      columns: {
        a: { field: fields[0], values: bytes, rows: Int32Array.of(9, 8, 7, 6, 5, 4, 3, 2) },
        b: { field: fields[1], values: bytes, rows: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2) },
        t: { field: fields[2], values: Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1) },
      },
    };
    const open = (request: ExecutorRequest) => openExecutor(backend, { ...request, fields }, () => {});
    const fed = await open({ ...(await requestOf({ program, fields })), threads });
    const tensors = tf.memory().numTensors;
    const resident = await open({ ...(await requestOf({ program, fields })), part, threads });
    expect([fed.takesRows, resident.takesRows]).toEqual([false, true]);
    const order = Int32Array.of(3, 1, 7, 0, 2, 6, 5, 4);
    for (let step = 0; step < 6; step++) {
      const figures: Float32Array[] = [];
      for (const executor of [fed, resident]) {
        const batch = new TrainingBatches(executor, part, 3).tensors(step % 3, order);
        figures.push(await executor.step(batch, at(step + 1, 1e-4)));
        disposeBatch(batch);
      }
      expect(figures[1]).toEqual(figures[0]);
    }
    expect(await numbers(resident)).toEqual(await numbers(fed));
    expect((await numbers(fed))[0]?.every(Number.isFinite)).toBe(true);
    resident.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    fed.dispose();
  });

  test('leaves nothing behind: 50 times opened, stepped and disposed', async () => {
    const { sessions, binding } = backend;
    const counts = () => [tf.memory().numTensors, sessions.count()];
    const before = { counts: counts(), native: binding.getNumOfTensors() };
    for (let round = 0; round < 50; round++) {
      const net = mixed();
      const executor = await openExecutor(backend, await requestOf(net), () => {});
      await stepOn(executor, net, 1);
      executor.dispose();
    }
    expect(counts()).toEqual(before.counts);
    expect(binding.getNumOfTensors()).toBeLessThanOrEqual(before.native);
  });

  test('answers in the order of the calls, to the last one before it is disposed of', async () => {
    const net = mixed();
    const executor = await openExecutor(backend, await requestOf(net), () => {});
    const [before] = await numbers(executor);
    const order: string[] = [];
    const told = <T>(name: string, answer: Promise<T>) => answer.finally(() => order.push(name));
    const step = told('step', stepOn(executor, net, 1));
    const state = told('state', numbers(executor));
    executor.dispose();
    await expect(executor.weights()).rejects.toThrow('disposed');
    await step;
    expect((await state)[0]).not.toEqual(before);
    expect(order).toEqual(['step', 'state']);
  });

  test('lays what TensorFlow refuses to the layer, and stands as before', async () => {
    const net = mixed();
    const executor = await openExecutor(backend, await requestOf(net), () => {});
    const before = await numbers(executor);
    const batch = { ...batchOf(net.fields, 1), [net.fields[0]?.name ?? '']: tf.zeros([5, 7]) };
    await expect(executor.step(batch, at(1))).rejects.toMatchObject({
      name: 'NetError',
      node: net.program.calls[0]?.path,
      message: expect.stringContaining('INVALID_ARGUMENT'),
    });
    expect(await numbers(executor)).toEqual(before);
    executor.dispose();
  });

  test('that cannot be recorded says at which layer, and runs op by op', async () => {
    const peeking = defineLayer({
      kind: 'peeking',
      title: 'Peeking',
      group: 'act',
      glyph: 'act',
      doc: { summary: '', formula: '', advice: '' },
      params: {},
      inputs: [{ name: 'in' }],
      outputs: [{ name: 'out' }],
      shape: ([x]) => [x],
      // What it does depends on a value, which a graph could not follow.
      forward: (own, [x]) => [(x.dataSync()[0] as number) > 0 ? own.neg(x) : x],
      examples: [],
    });
    const chain = new Chain();
    const hidden = chain.call('dense', [chain.input(float(4))], { units: 3 });
    const net = { program: chain.end(chain.call(peeking, [hidden])), fields: chain.fields };
    const tensors = tf.memory().numTensors;
    const notices: Problem[] = [];
    const executor = await openExecutor(backend, await requestOf(net), (notice) => notices.push(notice));
    expect(notices).toMatchObject([{ code: 'train/not-compiled', severity: 'warning', node: 'peeking2' }]);
    expect(notices[0]?.message).toMatch(/^peeking2 cannot be compiled: .* runs operation by operation/);
    expect(executor.isCompiled).toBe(false);
    const plain = plainExecutor(await requestOf(net));
    expect(await stepOn(executor, net, 1)).toEqual(await stepOn(plain, net, 1));
    for (const one of [executor, plain]) one.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('for whose session there is no memory says so, and does not run op by op, which takes more', async () => {
    const chain = new Chain();
    const net = {
      program: chain.end(chain.call('dense', [chain.input(float(4))], { units: 3 })),
      fields: chain.fields,
    };
    const tensors = tf.memory().numTensors;
    // As session.cc says it of TensorFlow's status and of std::bad_alloc, whose words alone tell nothing.
    const refused = Object.assign(new Error('std::bad_alloc'), { code: 'RESOURCE_EXHAUSTED' });
    const full: NativeBackend = Object.create(backend, {
      sessions: { value: { ...backend.sessions, open: () => Promise.reject(refused) } },
    });
    const notices: Problem[] = [];
    const opening = openExecutor(full, await requestOf(net), (notice) => notices.push(notice));
    await expect(opening).rejects.toSatisfy(isOutOfMemory);
    expect(notices).toEqual([]);
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
