import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test, vi } from 'vitest';
import type { TrainingSettings } from '../../../engine/graph/document';
import type { Problem } from '../../../engine/graph/problem';
import { defineLayer } from '../../../engine/layers/contract/layer';
import type { Ops } from '../../../engine/layers/contract/ops';
import { float } from '../../../engine/layers/contract/spec';
import { losses } from '../../../engine/losses/contract/registry';
import type { NativeBackend } from '../../../engine/native/binding';
import { openExecutor } from '../../../engine/native/open-executor';
import { runOp } from '../../../engine/native/run-op';
import type { ExecutorRequest } from '../../../engine/train/executor';
import { disposeBatch } from '../../../engine/train/feed';
import { isOutOfMemory } from '../../../engine/train/memory/out-of-memory';
import { plainExecutor } from '../../../engine/train/plain-executor';
import { TrainingBatches } from '../../../engine/train/training-batches';
import { defaults } from '../layers/cases';
import { Chain } from '../train/programs';
import { nativeForTests } from './native';
import { at, batchOf, expectSameSteps, IN_PARTS, mixed, numbers, requestOf, SGD, stepOn } from './same-steps';

const { backend } = nativeForTests();

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

  /** A dense layer and one whose forward pass is `forward`: opened, and what was told of it. */
  async function openedWith(forward: (ops: Ops, x: tf.Tensor) => tf.Tensor) {
    const odd = defineLayer({
      kind: 'odd',
      title: 'Odd',
      group: 'act',
      glyph: 'act',
      doc: { summary: '', formula: '', advice: '' },
      params: {},
      inputs: [{ name: 'in' }],
      outputs: [{ name: 'out' }],
      shape: ([x]) => [x],
      forward: (own, [x]) => [forward(own, x)],
      examples: [],
    });
    const chain = new Chain();
    const hidden = chain.call('dense', [chain.input(float(4))], { units: 3 });
    const net = { program: chain.end(chain.call(odd, [hidden])), fields: chain.fields };
    const notices: Problem[] = [];
    const executor = await openExecutor(backend, await requestOf(net), (notice) => notices.push(notice));
    return { net, notices, executor };
  }

  /** As kernels of tfjs-node do: the types are left to TensorFlow, which infers them where ops run one by one. */
  const expanded = (x: tf.Tensor): tf.Tensor =>
    tf.tidy(() => runOp(backend, 'ExpandDims', [x, tf.scalar(0, 'int32')], {}));

  test.each<[string, (ops: Ops, x: tf.Tensor) => tf.Tensor, RegExp]>([
    // What it does depends on a value, which a graph could not follow.
    ['reads a value', (ops, x) => ((x.dataSync()[0] as number) > 0 ? ops.neg(x) : x), /BiasAdd.* is read while/],
    ['asks for an op that TensorFlow refuses', (ops, x) => ops.reshape(expanded(x), x.shape), /ExpandDims.*attr 'T'/],
    // It depends on constants alone: it runs while the net is recorded, and is refused with the whole graph.
    ['makes the graph one that TensorFlow refuses', (ops, x) => ops.mul(x, expanded(tf.scalar(2))), /graph.*attr 'T'/],
  ])('with a layer that %s says so at the layer, and runs op by op', async (_, forward, why) => {
    const tensors = tf.memory().numTensors;
    const { net, notices, executor } = await openedWith(forward);
    expect(notices).toMatchObject([{ code: 'train/not-compiled', severity: 'warning', node: 'odd2' }]);
    expect(notices[0]?.message).toMatch(/^odd2 cannot be compiled: .* runs operation by operation/);
    expect(notices[0]?.message).toMatch(why);
    expect(executor.isCompiled).toBe(false);
    const plain = plainExecutor(await requestOf(net));
    expect(await stepOn(executor, net, 1)).toEqual(await stepOn(plain, net, 1));
    for (const one of [executor, plain]) one.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('for whose shapes there is no memory says so, and does not run op by op', async () => {
    const refused = Object.assign(new Error('std::bad_alloc'), { code: 'RESOURCE_EXHAUSTED' });
    const infer = vi.spyOn(backend.sessions, 'infer').mockImplementation(() => {
      throw refused;
    });
    const tensors = tf.memory().numTensors;
    // Limits that no other test has: what was asked before is remembered.
    await expect(openedWith((ops, x) => ops.clip(x, -0.123, 0.123))).rejects.toBe(refused);
    infer.mockRestore();
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
