import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { residentFunctions } from '../../../engine/native/functions';
import type { Leaf } from '../../../engine/native/record';
import { type InputSpec, type TracedFunction, trace, tracing } from '../../../engine/native/trace';
import { TraceError } from '../../../engine/native/trace-error';
import { atOnce, type Pieces } from '../../../engine/train/pieces';
import { nativeForTests } from './native';

const { backend } = nativeForTests();

const image: InputSpec = { name: 'image', shape: [null, 6, 6, 2], dtype: 'float32' };
const vector: InputSpec = { name: 'x', shape: [null, 4], dtype: 'float32' };

function random(seed: number, shape: number[]): tf.Tensor {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const size = shape.reduce((product, axis) => product * axis, 1);
  return tf.tensor(Float32Array.from({ length: size }, next), shape);
}

/** Traces a function, runs its graph at several batch sizes and compares with the function itself. */
async function expectSame(
  run: (inputs: tf.Tensor[]) => tf.Tensor[],
  inputs: InputSpec[],
  variables: Leaf[] = [],
  tolerance = 0,
): Promise<void> {
  const functions = await residentFunctions(backend, { f: trace(backend, run, inputs, variables) }, variables);
  for (const batch of [1, 2, 5, 16]) {
    const values = inputs.map(({ shape }, i) =>
      random(
        batch + 7 * i,
        shape.map((size) => size ?? batch),
      ),
    );
    const expected = tf.tidy(() => run(values));
    const got = await functions.run('f', values);
    got.forEach(({ shape, data }, i) => {
      expect(shape).toEqual(expected[i]?.shape);
      const values = Array.from(expected[i]?.dataSync() ?? []);
      const difference = Array.from(data).reduce((most, x, k) => Math.max(most, Math.abs(x - (values[k] ?? NaN))), 0);
      expect(difference).toBeLessThanOrEqual(tolerance);
    });
    tf.dispose([values, expected]);
  }
  functions.dispose();
}

const refusal = (run: (inputs: tf.Tensor[]) => tf.Tensor[], inputs = [vector], variables: Leaf[] = []): TraceError => {
  try {
    trace(backend, run, inputs, variables);
  } catch (error) {
    if (error instanceof TraceError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('a traced function', () => {
  let tensors = 0;
  beforeEach(() => {
    tensors = tf.memory().numTensors;
    tf.engine().startScope();
  });
  afterEach(() => {
    tf.engine().endScope();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('serves every batch size: a convolution, a pool, a reshape and a product', async () => {
    const kernel = { name: 'conv.kernel', tensor: random(1, [3, 3, 2, 4]) };
    const weight = { name: 'dense.kernel', tensor: random(2, [36, 3]) };
    await expectSame(
      ([x]) => {
        const maps = tf.relu(tf.conv2d(x as tf.Tensor4D, kernel.tensor as tf.Tensor4D, 1, 'same'));
        const pooled = tf.maxPool(maps as tf.Tensor4D, 2, 2, 'same');
        const flat = tf.reshape(pooled, [pooled.shape[0], -1]);
        return [tf.softmax(tf.matMul(flat as tf.Tensor2D, weight.tensor as tf.Tensor2D))];
      },
      [image],
      [kernel, weight],
      // TensorFlow fuses ops of a graph, which rounds once where the single ops round twice.
      1e-6,
    );
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ['a mean over the batch', (x) => tf.mean(x)],
    ['a sum divided by the batch', (x) => tf.div(tf.sum(x), x.shape[0] as number)],
    ['a sum times one over the batch', (x) => tf.mul(tf.sum(x), 1 / (x.shape[0] as number))],
    ['ones of the shape of the batch', (x) => tf.add(x, tf.ones(x.shape))],
    ['a reshape that mixes samples and values', (x) => tf.reshape(x, [(x.shape[0] as number) * 2, 2])],
    ['two reshapes of the same data', (x) => tf.add(tf.reshape(x, [-1]), tf.reshape(x, [(x.shape[0] as number) * 4]))],
    ['a slice of every sample', (x) => tf.slice(x, [0, 1], [x.shape[0] as number, 2])],
    ['a tile of the batch', (x) => tf.tile(tf.ones([1, 3]), [x.shape[0] as number, 1])],
    ['a broadcast', (x) => tf.broadcastTo(tf.tensor2d([[1, 2, 3]]), [x.shape[0] as number, 3])],
    ['a new axis', (x) => tf.expandDims(x, 1)],
    ['a gather along the values', (x) => tf.gather(x, tf.tensor1d([2, 0, 3], 'int32'), 1)],
    ['labels from the values', (x) => tf.oneHot(tf.argMax(x, 1), 4)],
    ['a comparison and a choice', (x) => tf.where(tf.greater(x, 0), x, tf.mul(x, 0.1))],
    ['the input itself', (x) => x],
    ['a constant', () => tf.tensor1d([1, 2, 3])],
  ])('serves %s', async (_, run) => {
    await expectSame(([x]) => [run(x as tf.Tensor)], [vector]);
  });

  it('takes two inputs and gives two outputs', async () => {
    await expectSame(
      ([a, b]) => [tf.add(a as tf.Tensor, b as tf.Tensor), tf.mean(tf.abs(tf.sub(a as tf.Tensor, b as tf.Tensor)), 1)],
      [vector, { ...vector, name: 'y' }],
    );
  });

  it('gathers rows that are picked when it runs', async () => {
    const data = { name: 'data', tensor: random(3, [50, 4]) };
    const rows: InputSpec = { name: 'rows', shape: [null], dtype: 'int32' };
    const traced = trace(backend, ([i]) => [tf.gather(data.tensor, i as tf.Tensor1D)], [rows], [data]);
    const functions = await residentFunctions(backend, { pick: traced }, [data]);
    const [picked] = await functions.run('pick', [tf.tensor1d([49, 0, 7, 7, 1], 'int32')]);
    const expected = tf.gather(data.tensor, tf.tensor1d([49, 0, 7, 7, 1], 'int32'));
    expect(picked?.shape).toEqual([5, 4]);
    expect(picked?.data).toEqual(expected.dataSync());
    functions.dispose();
  });
});

describe('recording in pieces', () => {
  const weight = { name: 'w', tensor: random(1, [4, 3]) };
  function* squares([x]: tf.Tensor[]): Pieces<tf.Tensor[]> {
    const y = tf.matMul(x as tf.Tensor2D, weight.tensor as tf.Tensor2D);
    yield;
    return [tf.square(y)];
  }

  it('writes nothing down of what runs between two pieces, another recording included', () => {
    const alone = trace(backend, (inputs) => atOnce(squares(inputs)), [vector], [weight]);
    const one = tracing(backend, squares, [vector], [weight]);
    const two = tracing(backend, squares, [vector], [weight]);
    const made: TracedFunction[] = [];
    while (made.length < 2) {
      // Values can be read, which a recording forbids.
      expect(tf.tidy(() => tf.neg(weight.tensor).dataSync()[0])).toBe(-(weight.tensor.dataSync()[0] as number));
      for (const work of [one, two]) {
        const { done, value } = work.next();
        if (done && value) made.push(value);
      }
    }
    expect(made).toEqual([alone, alone]);
  });

  it('leaves nothing behind where it is given up, wherever that is', () => {
    const before = tf.memory().numTensors;
    let pieces = 0;
    for (let isDone = false; !isDone; pieces++) {
      const work = tracing(backend, squares, [vector], [weight]);
      for (let piece = 0; piece <= pieces && !isDone; piece++) isDone = work.next().done === true;
      work.return(undefined as never);
      expect(tf.memory().numTensors).toBe(before);
      expect(Object.hasOwn(backend, 'executeSingleOutput')).toBe(false);
    }
    expect(pieces).toBeGreaterThan(5);
  });
});

it('gradients bear the name of the layer whose op they are of', () => {
  let place: string | undefined;
  const weight = { name: 'w', tensor: random(1, [4, 3]) };
  const run = ([x]: tf.Tensor[]) => {
    const loss = (w: tf.Tensor) => {
      place = 'dense1';
      const y = tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D);
      place = 'block/act';
      const z = tf.tanh(y);
      place = undefined;
      return tf.mean(tf.square(z));
    };
    return [tf.grad(loss)(weight.tensor)];
  };
  const { nodes } = trace(backend, run, [vector], [weight], { place: () => place });
  const names = (op: string) => nodes.filter((node) => node.op === op).map(({ name }) => name.replace(/_\d+$/, ''));
  expect(names('TanhGrad').concat(names('Tanh'))).toContain('block/act/Tanh');
  const products = nodes.filter(({ op }) => /MatMul/.test(op)).map(({ name }) => name.split('/')[0]);
  expect(products).toEqual(['dense1', 'dense1']);
});

describe('what cannot be traced is refused, with the op named', () => {
  let calls = 0;
  const large = tf.keep(random(9, [65]));

  it.each<[string, (x: tf.Tensor) => tf.Tensor, string, RegExp]>([
    ['a large constant', (x) => tf.add(tf.sum(x), large), 'Add', /\[65\].*neither an input nor a variable/],
    ['a small random constant', (x) => tf.add(tf.sum(x), Math.random()), '', /differ from run to run|multiples/],
    ['a dropout mask from JavaScript', (x) => tf.dropout(x, 0.5), '', /row for each sample|differ from run to run/],
    ['a counter in JavaScript', (x) => tf.add(x, ++calls), '', /multiples|differ/],
    [
      'random numbers of TensorFlow',
      (x) => tf.cast(tf.multinomial(x as tf.Tensor2D, 3), 'float32'),
      'Multinomial',
      /no key/,
    ],
    ['a value read while recording', (x) => tf.mul(x, tf.sum(x).dataSync()[0] as number), 'Sum', /is read while/],
    ['other ops at another batch size', (x) => (x.shape[0] === 2 ? tf.exp(x) : tf.log(x)), 'Exp', /another op/],
    [
      'more ops at another batch size',
      (x) => tf.add(x.shape[0] === 2 ? x : tf.exp(x), 1),
      '',
      /another op|at one batch size/,
    ],
    [
      'an attribute that follows the batch',
      (x) => tf.leakyRelu(x, (x.shape[0] as number) / 100),
      'LeakyRelu',
      /attribute/,
    ],
  ])('%s', (_, run, op, why) => {
    const error = refusal(([x]) => [run(x as tf.Tensor)]);
    expect(error.op).toContain(op);
    expect(error.why).toMatch(why);
  });

  it('and leaves the backend as it was', async () => {
    refusal(([x]) => [tf.add(tf.sum(x as tf.Tensor), large)]);
    expect(Object.hasOwn(backend, 'executeSingleOutput')).toBe(false);
    expect(Object.hasOwn(backend, 'readSync')).toBe(false);
    const sum = tf.sum(tf.tensor1d([1, 2]));
    expect((await sum.data())[0]).toBe(3);
  });
});
