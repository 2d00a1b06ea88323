import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Key, Ops } from '../../../engine/layers/contract/ops';
import { ACTIVATIONS } from '../../../engine/layers/contract/params';
import { residentFunctions } from '../../../engine/native/functions';
import type { TensorValue } from '../../../engine/native/graph-def';
import { nativeOps } from '../../../engine/native/native-ops';
import { trace } from '../../../engine/native/trace';
import { tensorOf } from '../../../engine/native/values';
import { portableOps } from '../../../engine/train/ops/portable';
import { nativeForTests } from './native';

const { backend } = nativeForTests();
const native = nativeOps(backend);
const portable = portableOps();

let tensors = 0;
beforeEach(() => {
  tensors = tf.memory().numTensors;
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  expect(tf.memory().numTensors).toBe(tensors);
});

function values(seed: number, shape: number[]): tf.Tensor {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(seed * 13.7 + i * 1.93) * 2),
    shape,
  );
}

const labels = tf.keep(tf.tensor1d([2, 0, 1, 2, 2], 'int32'));

const close = (one: tf.Tensor, two: tf.Tensor): void => {
  expect(one.shape).toEqual(two.shape);
  const other = two.dataSync();
  one.dataSync().forEach((x: number, i: number) => {
    expect(Math.abs(x - (other[i] ?? Number.NaN))).toBeLessThan(1e-5 * Math.max(1, Math.abs(x)));
  });
};

type Case = [string, number[][], (ops: Ops, x: tf.Tensor[]) => tf.Tensor];

/** Each op on the inputs of these shapes: value, and the gradient of a sum weighed by place towards every input. */
const cases: Case[] = [
  [
    'matMul',
    [
      [5, 3],
      [3, 4],
    ],
    (ops, [a, b]) => ops.matMul(a as tf.Tensor, b as tf.Tensor),
  ],
  [
    'matMul, first transposed',
    [
      [3, 5],
      [3, 4],
    ],
    (ops, [a, b]) => ops.matMul(a as tf.Tensor, b as tf.Tensor, true),
  ],
  [
    'matMul, second transposed',
    [
      [5, 3],
      [4, 3],
    ],
    (ops, [a, b]) => ops.matMul(a as tf.Tensor, b as tf.Tensor, false, true),
  ],
  [
    'matMul, both transposed',
    [
      [3, 5],
      [4, 3],
    ],
    (ops, [a, b]) => ops.matMul(a as tf.Tensor, b as tf.Tensor, true, true),
  ],
  [
    'matMul of many',
    [
      [2, 5, 3],
      [2, 3, 4],
    ],
    (ops, [a, b]) => ops.matMul(a as tf.Tensor, b as tf.Tensor),
  ],
  ['biasAdd to vectors', [[5, 3], [3]], (ops, [x, bias]) => ops.biasAdd(x as tf.Tensor, bias as tf.Tensor)],
  ['biasAdd to maps', [[2, 4, 3, 5], [5]], (ops, [x, bias]) => ops.biasAdd(x as tf.Tensor, bias as tf.Tensor)],
  ...ACTIVATIONS.map((name): Case => [name, [[4, 6]], (ops, [x]) => ops.activation(x as tf.Tensor, name)]),
  [
    'batchNormTraining of maps',
    [[3, 4, 5, 2], [2], [2]],
    (ops, [x, scale, offset]) => ops.batchNormTraining(x as tf.Tensor, scale as tf.Tensor, offset as tf.Tensor, 1e-3).y,
  ],
  [
    'batchNormTraining of vectors',
    [[7, 3], [3], [3]],
    (ops, [x, scale, offset]) => ops.batchNormTraining(x as tf.Tensor, scale as tf.Tensor, offset as tf.Tensor, 1e-3).y,
  ],
  [
    'batchNormInference of maps',
    [[3, 4, 5, 2], [2], [2]],
    (ops, [x, scale, offset]) => {
      const [mean, variance] = [tf.tensor1d([0.3, -0.2]), tf.tensor1d([0.5, 2])];
      return ops.batchNormInference(x as tf.Tensor, scale as tf.Tensor, offset as tf.Tensor, mean, variance, 1e-3);
    },
  ],
  ['sparseSoftmaxCrossEntropy', [[5, 3]], (ops, [x]) => ops.sparseSoftmaxCrossEntropy(x as tf.Tensor, labels)],
  // Shares that come to anything, and each row to something else.
  ['softmaxCrossEntropy', [[5, 3]], (ops, [x]) => ops.softmaxCrossEntropy(x as tf.Tensor, tf.abs(values(8, [5, 3])))],
  ['sigmoidCrossEntropy', [[5, 3]], (ops, [x]) => ops.sigmoidCrossEntropy(x as tf.Tensor, tf.abs(values(8, [5, 3])))],
];

describe.each(cases)('%s', (_, shapes, run) => {
  const inputs = () => shapes.map((shape, i) => values(i + 1, shape));
  const all = (ops: Ops) => (xs: tf.Tensor[]) => {
    const gradients = tf.grads((...x: tf.Tensor[]) => {
      const y = run(ops, x);
      return tf.sum(tf.mul(y, values(99, y.shape)));
    });
    return [run(ops, xs), ...gradients(xs)];
  };

  it('gives the numbers and gradients of the portable op', () => {
    const expected = all(portable)(inputs());
    for (const [i, got] of all(native)(inputs()).entries()) close(got, expected[i] as tf.Tensor);
  });

  it('gives them as a graph', async () => {
    const specs = shapes.map((shape, i) => ({ name: `x${i}`, shape, dtype: 'float32' as const }));
    const traced = trace(backend, all(native), specs, [], { maximumConstant: 1000 });
    const functions = await residentFunctions(backend, { op: traced }, []);
    const results = await functions.run('op', inputs());
    functions.dispose();
    const expected = all(portable)(inputs());
    for (const [i, { data, shape }] of results.entries()) {
      close(tf.tensor(data as Float32Array, [...shape]), expected[i] as tf.Tensor);
    }
  });
});

it('activations are made of ops that TensorFlow.js can run in a model that was exported', () => {
  const folder = join('node_modules', '@tensorflow', 'tfjs-converter', 'dist', 'operations', 'op_list');
  const lists = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.includes('_test'));
  const text = lists.map((name) => readFileSync(join(folder, name), 'utf8')).join();
  const known = new Set([...text.matchAll(/'tfOpName': '(\w+)'/g)].map((match) => match[1]));
  const inputs = [{ name: 'x', shape: [null, 6], dtype: 'float32' }] as const;
  for (const name of ACTIVATIONS) {
    const { nodes } = trace(backend, ([x]) => [native.activation(x as tf.Tensor, name)], inputs, []);
    const foreign = nodes.filter(({ op }) => op !== 'Input' && !known.has(op)).map(({ op }) => op);
    expect(foreign, name).toEqual([]);
  }
});

it.each(ACTIVATIONS)('%s has the portable gradient where its branches meet', (name) => {
  const x = tf.tensor2d([[-3, 0, 3, 6]]);
  const [one, two] = [native, portable].map((ops) =>
    tf.grad((at) => tf.sum(tf.mul(ops.activation(at, name), tf.tensor2d([[1, 2, 3, 4]]))))(x),
  );
  close(one as tf.Tensor, two as tf.Tensor);
});

it.each([[[3, 4, 5, 2]], [[1, 2, 2, 2]], [[6, 2]]])(
  'batchNormTraining of %j gives the statistics of the batch',
  (shape) => {
    const [x, scale, offset] = [values(4, shape), values(5, [2]), values(6, [2])];
    const [one, two] = [native, portable].map((ops) => ops.batchNormTraining(x, scale, offset, 1e-3));
    for (const part of ['y', 'mean', 'variance'] as const) close(one?.[part] as tf.Tensor, two?.[part] as tf.Tensor);
  },
);

describe('randomUniform', () => {
  const key = (run: number, step: number, stream: number): Key => ({ seed: tf.tensor1d([run, step], 'int32'), stream });

  it.each([
    [1, 0, 0, [1]],
    [42, 7, 12345, [3, 7]],
    [-5, 3, -2147483648, [1001]],
    [2147483647, -2147483648, 2147483647, [4, 4, 2]],
  ])('of seed %d, step %d and stream %d is bit for bit the portable one', (run, step, stream, shape) => {
    const [one, two] = [native, portable].map((ops) => ops.randomUniform(shape, key(run, step, stream)).dataSync());
    expect(one).toEqual(two);
  });

  it('is drawn anew at each call of a recorded function, as dropout is', async () => {
    const inputs = [
      { name: 'x', shape: [null, 50], dtype: 'float32' },
      { name: 'seed', shape: [2], dtype: 'int32' },
    ] as const;
    const run =
      (ops: Ops) =>
      ([x, seed]: tf.Tensor[]) => [ops.dropout(x as tf.Tensor, 0.4, { seed: seed as tf.Tensor, stream: 9 })];
    const functions = await residentFunctions(backend, { dropout: trace(backend, run(native), inputs, []) }, []);
    const masks: (string | undefined)[] = [];
    for (const step of [0, 1, 0]) {
      const feeds = [tf.ones([6, 50]), tf.tensor1d([3, step], 'int32')];
      const [mask] = await functions.run('dropout', feeds);
      expect(mask?.data).toEqual(run(portable)(feeds)[0]?.dataSync());
      masks.push(mask?.data.join());
    }
    expect(masks[0]).toBe(masks[2]);
    expect(masks[0]).not.toBe(masks[1]);
    functions.dispose();
  });
});

it('a step with fused kernels records for any batch and trains as the plain function does', async () => {
  const kernel = tf.variable(values(1, [3, 3, 1, 4]));
  const bias = tf.variable(values(2, [4]));
  const [scale, offset] = [tf.variable(tf.ones([4])), tf.variable(tf.zeros([4]))];
  const running = tf.variable(tf.zeros([4]), false);
  const dense = tf.variable(values(3, [64, 3]));
  const weights = [kernel, bias, scale, offset, dense] as tf.Variable[];
  const step = ([x, y]: tf.Tensor[]): tf.Tensor[] => {
    let variance = tf.zeros([4]);
    const { value, grads } = tf.variableGrads(() => {
      const maps = native.biasAdd(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'valid'), bias);
      const normal = native.batchNormTraining(maps, scale, offset, 1e-3);
      variance = tf.keep(normal.variance);
      const vector = tf.reshape(native.activation(normal.y, 'relu'), [(x as tf.Tensor).shape[0] as number, -1]);
      return tf.mean(native.sparseSoftmaxCrossEntropy(native.matMul(vector, dense), y as tf.Tensor)) as tf.Scalar;
    }, weights);
    for (const weight of weights) weight.assign(tf.sub(weight, tf.mul(grads[weight.name] as tf.Tensor, 0.1)));
    running.assign(tf.add(tf.mul(running, 0.9), tf.mul(variance, 0.1)));
    variance.dispose();
    return [value];
  };
  const inputs = [
    { name: 'x', shape: [null, 6, 6, 1], dtype: 'float32' },
    { name: 'y', shape: [null], dtype: 'int32' },
  ] as const;
  const leaves = [...weights, running].map((tensor, i) => ({ name: `weight${i}`, tensor }));
  const functions = await residentFunctions(backend, { step: trace(backend, step, inputs, leaves) }, leaves);
  for (const batch of [4, 4, 1, 3]) {
    const feeds = [values(batch, [batch, 6, 6, 1]), tf.slice(labels, 0, batch)];
    const [loss] = await functions.run('step', feeds);
    close(tensorOf(loss as TensorValue), tf.tidy(() => step(feeds))[0] as tf.Tensor);
  }
  const resident = await functions.read();
  leaves.forEach(({ tensor }, i) => {
    close(tensorOf(resident[i] as TensorValue), tensor);
  });
  functions.dispose();
  tf.dispose(leaves.map(({ tensor }) => tensor));
});
