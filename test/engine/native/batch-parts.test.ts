import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { float } from '../../../engine/layers/contract/spec';
import { openExecutor } from '../../../engine/native/open-executor';
import { optimizers } from '../../../engine/optimizers/contract/registry';
import type { ExecutorRequest } from '../../../engine/train/executor';
import { defaults } from '../layers/cases';
import { expectClose } from '../ops/close';
import { Chain } from '../train/programs';
import { nativeForTests } from './native';
import { at, batchOf, expectSameSteps, IN_PARTS, type Net, numbers, requestOf, smooth, stepOn } from './same-steps';

const { backend } = nativeForTests();

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
