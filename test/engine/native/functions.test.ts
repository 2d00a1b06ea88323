import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { residentFunctions } from '../../../engine/native/functions';
import type { TensorValue } from '../../../engine/native/graph-def';
import type { Leaf } from '../../../engine/native/record';
import { trace } from '../../../engine/native/trace';
import { nativeForTests } from './native';

const { backend } = nativeForTests();

/** y = x·w + b, trained by gradient descent with momentum; running is the mean of what it has seen. */
function regression() {
  const weight = tf.variable(tf.tensor2d([[0.5], [-1]]));
  const bias = tf.variable(tf.tensor1d([0.1]));
  const slot = tf.variable(tf.zeros([2, 1]), false);
  const running = tf.variable(tf.zeros([2]), false);
  const predict = (x: tf.Tensor) => tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias);
  const step = ([x, y]: tf.Tensor[]): tf.Tensor[] => {
    const loss = () => tf.mean(tf.square(tf.sub(predict(x as tf.Tensor), y as tf.Tensor))) as tf.Scalar;
    const { value, grads } = tf.variableGrads(loss, [weight, bias]);
    const velocity = tf.add(tf.mul(slot, 0.9), grads[weight.name] as tf.Tensor);
    running.assign(tf.add(tf.mul(running, 0.5), tf.mul(tf.mean(x as tf.Tensor, 0), 0.5)) as tf.Tensor1D);
    weight.assign(tf.sub(weight, tf.mul(velocity, 0.1)) as tf.Tensor2D);
    bias.assign(tf.sub(bias, tf.mul(grads[bias.name] as tf.Tensor, 0.1)) as tf.Tensor1D);
    slot.assign(velocity as tf.Tensor2D);
    return [value];
  };
  const variables: Leaf[] = [
    { name: 'dense.kernel', tensor: weight },
    { name: 'dense.bias', tensor: bias },
    { name: 'dense.kernel/momentum', tensor: slot },
    { name: 'dense.running', tensor: running },
  ];
  return { step, predict, variables, dispose: () => tf.dispose(variables.map(({ tensor }) => tensor)) };
}

const numbers = (values: readonly (tf.Tensor | TensorValue)[]) =>
  values.map((value) => [...('dataSync' in value ? value.dataSync() : value.data)]);

const batchOf = (size: number, seed: number): tf.Tensor[] => {
  const x = Float32Array.from({ length: size * 2 }, (_, i) => Math.sin(seed * 31 + i * 7));
  const y = Float32Array.from({ length: size }, (_, i) => (x[2 * i] as number) * 2 - (x[2 * i + 1] as number));
  return [tf.tensor2d(x, [size, 2]), tf.tensor2d(y, [size, 1])];
};

const inputs = [
  { name: 'x', shape: [null, 2], dtype: 'float32' },
  { name: 'y', shape: [null, 1], dtype: 'float32' },
] as const;

describe('functions with resident variables', () => {
  it('take the same steps as the plain function, bit for bit, also with a smaller last batch', async () => {
    const net = regression();
    const before = numbers(net.variables.map(({ tensor }) => tensor));
    const traced = trace(backend, net.step, inputs, net.variables);
    expect(numbers(net.variables.map(({ tensor }) => tensor))).toEqual(before);
    expect(traced.assignments).toHaveLength(4);
    const predict = trace(backend, ([x]) => [net.predict(x as tf.Tensor)], inputs.slice(0, 1), net.variables);
    const functions = await residentFunctions(backend, { train: traced, predict }, net.variables);
    for (let step = 0; step < 20; step++) {
      const batch = batchOf(step === 9 ? 3 : 8, step);
      const [loss] = await functions.run('train', batch);
      const [expected] = tf.tidy(() => net.step(batch));
      expect(loss?.data).toEqual(expected?.dataSync());
    }
    expect(numbers(await functions.read())).toEqual(numbers(net.variables.map(({ tensor }) => tensor)));
    const [x] = batchOf(4, 77) as [tf.Tensor];
    expect(numbers(await functions.run('predict', [x]))).toEqual(numbers([net.predict(x)]));
    functions.dispose();
  });

  it('go on from values that are loaded', async () => {
    const net = regression();
    const functions = await residentFunctions(
      backend,
      { train: trace(backend, net.step, inputs, net.variables) },
      net.variables,
    );
    net.dispose();
    const loss = async (seed: number) => numbers(await functions.run('train', batchOf(8, seed)));
    await loss(1);
    const saved = await functions.read();
    const [second, third] = [await loss(2), await loss(3)];
    await functions.load(saved);
    expect([await loss(2), await loss(3)]).toEqual([second, third]);
    functions.dispose();
  });

  it('say what is wrong with a call', async () => {
    const net = regression();
    const functions = await residentFunctions(
      backend,
      { train: trace(backend, net.step, inputs, net.variables) },
      net.variables,
    );
    await expect(functions.run('train', [])).rejects.toThrow('train takes 2 inputs');
    await expect(functions.load([])).rejects.toThrow('4 variables');
    functions.dispose();
    await expect(functions.read()).rejects.toThrow('The session is closed');
  });

  it('leave nothing behind: 200 times traced, opened, run and disposed', async () => {
    const net = regression();
    const batch = batchOf(4, 1);
    const once = async () => {
      const traced = trace(backend, net.step, inputs, net.variables);
      const functions = await residentFunctions(backend, { train: traced }, net.variables);
      await functions.run('train', batch);
      functions.dispose();
    };
    for (let i = 0; i < 20; i++) await once();
    const before = {
      tensors: tf.memory().numTensors,
      handles: backend.binding.getNumOfTensors(),
      sessions: backend.sessions.count(),
      resident: process.memoryUsage().rss,
    };
    for (let i = 0; i < 200; i++) await once();
    expect(tf.memory().numTensors).toBe(before.tensors);
    expect(backend.binding.getNumOfTensors()).toBe(before.handles);
    expect(backend.sessions.count()).toBe(before.sessions);
    const grownBy = (process.memoryUsage().rss - before.resident) / 2 ** 20;
    expect(grownBy).toBeLessThan(60);
  });
});
