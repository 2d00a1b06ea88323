import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { residentFunctions } from '../../../engine/native/functions';
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

const numbers = (tensors: readonly tf.Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()]);

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
  it('take the same steps as the plain function, bit for bit, also with a smaller last batch', () => {
    const net = regression();
    const before = numbers(net.variables.map(({ tensor }) => tensor));
    const traced = trace(backend, net.step, inputs, net.variables);
    expect(numbers(net.variables.map(({ tensor }) => tensor))).toEqual(before);
    expect(traced.assignments).toHaveLength(4);
    const predict = trace(backend, ([x]) => [net.predict(x as tf.Tensor)], inputs.slice(0, 1), net.variables);
    const functions = residentFunctions(backend, { train: traced, predict }, net.variables);
    for (let step = 0; step < 20; step++) {
      const batch = batchOf(step === 9 ? 3 : 8, step);
      const [loss] = functions.run('train', batch);
      const [expected] = tf.tidy(() => net.step(batch));
      expect(loss?.dataSync()).toEqual(expected?.dataSync());
    }
    expect(numbers(functions.read())).toEqual(numbers(net.variables.map(({ tensor }) => tensor)));
    const [x] = batchOf(4, 77) as [tf.Tensor];
    expect(numbers(functions.run('predict', [x]))).toEqual(numbers([net.predict(x)]));
    functions.dispose();
  });

  it('go on from values that are loaded', () => {
    const net = regression();
    const functions = residentFunctions(
      backend,
      { train: trace(backend, net.step, inputs, net.variables) },
      net.variables,
    );
    net.dispose();
    const loss = (seed: number) => [...(functions.run('train', batchOf(8, seed))[0]?.dataSync() ?? [])];
    loss(1);
    const saved = functions.read();
    const [second, third] = [loss(2), loss(3)];
    functions.load(saved);
    expect([loss(2), loss(3)]).toEqual([second, third]);
    functions.dispose();
  });

  it('say what is wrong with a call', () => {
    const net = regression();
    const functions = residentFunctions(
      backend,
      { train: trace(backend, net.step, inputs, net.variables) },
      net.variables,
    );
    expect(() => functions.run('train', [])).toThrow('train takes 2 inputs');
    expect(() => functions.load([])).toThrow('4 variables');
    functions.dispose();
    expect(() => functions.read()).toThrow('disposed');
  });

  it('leave nothing behind: 200 times traced, opened, run and disposed', () => {
    const net = regression();
    const once = () =>
      tf.tidy(() => {
        const traced = trace(backend, net.step, inputs, net.variables);
        const functions = residentFunctions(backend, { train: traced }, net.variables);
        functions.run('train', batchOf(4, 1));
        functions.dispose();
      });
    for (let i = 0; i < 20; i++) once();
    const before = {
      tensors: tf.memory().numTensors,
      handles: backend.binding.getNumOfTensors(),
      sessions: backend.binding.getNumOfSavedModels(),
      resident: process.memoryUsage().rss,
    };
    for (let i = 0; i < 200; i++) once();
    expect(tf.memory().numTensors).toBe(before.tensors);
    expect(backend.binding.getNumOfTensors()).toBe(before.handles);
    expect(backend.binding.getNumOfSavedModels()).toBe(before.sessions);
    const grownBy = (process.memoryUsage().rss - before.resident) / 2 ** 20;
    expect(grownBy).toBeLessThan(60);
  });
});
