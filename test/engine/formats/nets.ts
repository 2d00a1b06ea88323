import * as tf from '@tensorflow/tfjs-core';
import type { InferenceFunction } from '../../../engine/formats/contract/inference';

/** Numbers in [-0.5, 0.5) that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

/** Weights by name, made from a seed. */
function weights(seed: number) {
  const next = numbers(seed);
  const variables = new Map<string, tf.Variable>();
  const weight = (name: string, shape: number[], scale = 1, start = 0): tf.Variable => {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const value = Float32Array.from({ length: size }, () => start + next() * scale);
    const variable = tf.tidy(() => tf.variable(tf.tensor(value, shape)));
    variables.set(name, variable);
    return variable;
  };
  return { variables, weight };
}

const rows = (x: tf.Tensor): number => x.shape[0] as number;
const digits = Array.from('0123456789');

/** Raw bytes of a 28×28 picture, divided by 255 inside. */
export function lenet(): InferenceFunction {
  const { variables, weight } = weights(1);
  const conv1 = [weight('conv1.kernel', [5, 5, 1, 20], 0.5), weight('conv1.bias', [20], 0.1)] as const;
  const conv2 = [weight('conv2.kernel', [5, 5, 20, 50], 0.2), weight('conv2.bias', [50], 0.1)] as const;
  const dense1 = [weight('dense1.kernel', [800, 500], 0.1), weight('dense1.bias', [500], 0.1)] as const;
  const dense2 = [weight('dense2.kernel', [500, 10], 0.2), weight('dense2.bias', [10], 0.1)] as const;
  return {
    variables,
    inputs: [
      {
        name: 'image',
        shape: [null, 28, 28, 1],
        dtype: 'float32',
        description: { colours: 'grey', resize: 'bilinear', range: [0, 255] },
      },
    ],
    outputs: [{ name: 'digit', activation: 'softmax', classes: digits }],
    run([image]) {
      let x: tf.Tensor = tf.div(image as tf.Tensor, 255);
      for (const [kernel, bias] of [conv1, conv2]) {
        x = tf.add(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'valid'), bias);
        x = tf.maxPool(tf.relu(x) as tf.Tensor4D, 2, 2, 'valid');
      }
      x = tf.relu(tf.add(tf.matMul(tf.reshape(x, [rows(x), -1]), dense1[0] as tf.Tensor2D), dense1[1]));
      return [tf.softmax(tf.add(tf.matMul(x as tf.Tensor2D, dense2[0] as tf.Tensor2D), dense2[1]))];
    },
  };
}

/** A residual block with batch normalisation on running statistics, colours normalised by given means. */
function residual(): InferenceFunction {
  const { variables, weight } = weights(2);
  const normalised = (name: string, inputs: number, outputs: number) => {
    const kernel = weight(`${name}/conv.kernel`, [3, 3, inputs, outputs], 0.4);
    const scale = weight(`${name}/norm.scale`, [outputs], 0.5, 1);
    const offset = weight(`${name}/norm.offset`, [outputs]);
    const mean = weight(`${name}/norm.mean`, [outputs]);
    const variance = weight(`${name}/norm.variance`, [outputs], 0.5, 1);
    return (x: tf.Tensor) => {
      const maps = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same');
      return tf.batchNorm(
        maps,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
        1e-3,
      );
    };
  };
  const [first, second, third] = [normalised('stem', 3, 8), normalised('block/a', 8, 8), normalised('block/b', 8, 8)];
  const kernel = weight('dense.kernel', [8, 3]);
  return {
    variables,
    inputs: [{ name: 'photo', shape: [null, 12, 10, 3], dtype: 'float32', description: { colours: 'rgb' } }],
    outputs: [{ name: 'kind', activation: 'sigmoid', classes: ['cat', 'dog', 'fish\nor fowl'] }],
    run([photo]) {
      const input = tf.div(tf.sub(photo as tf.Tensor, tf.tensor1d([124, 117, 104])), tf.tensor1d([58, 57, 57]));
      const x = tf.relu(first(input));
      const sum = tf.relu(tf.add(x, third(tf.relu(second(x)))));
      return [tf.sigmoid(tf.matMul(tf.mean(sum, [1, 2]), kernel as tf.Tensor2D))];
    },
  };
}

/** Two inputs, one of them int32 tokens, two outputs, and names that TensorFlow would not take as they are. */
function twoByTwo(): InferenceFunction {
  const { variables, weight } = weights(3);
  const embedding = weight('words.kernel', [40, 6]);
  const dense = weight('dense.kernel', [10, 5]);
  const score = weight('score.kernel', [5, 1]);
  return {
    variables,
    inputs: [
      { name: 'words', shape: [null, 7], dtype: 'int32' },
      { name: '-table', shape: [null, 4], dtype: 'float32', description: { columns: ['a', 'b', 'c', 'd'] } },
    ],
    outputs: [
      { name: 'dense', activation: 'linear' },
      { name: 'score', activation: 'tanh' },
    ],
    run([words, table]) {
      const read = tf.mean(tf.gather(embedding, words as tf.Tensor2D), 1);
      const x = tf.elu(tf.matMul(tf.concat([read, table as tf.Tensor2D], 1) as tf.Tensor2D, dense as tf.Tensor2D));
      return [x, tf.tanh(tf.matMul(x as tf.Tensor2D, score as tf.Tensor2D))];
    },
  };
}

export const nets = { lenet, residual, twoByTwo };

/** Raw values for every input of a net. */
export function samplesFor({ inputs }: InferenceFunction, batch: number): tf.Tensor[] {
  return inputs.map(({ shape, dtype, description }, i) => {
    const next = numbers(batch * 10 + i);
    const full = shape.map((size) => size ?? batch);
    const size = full.reduce((product, axis) => product * axis, 1);
    if (dtype === 'int32')
      return tf.tensor(
        Int32Array.from({ length: size }, () => (next() + 0.5) * 40),
        full,
        'int32',
      );
    const picture = description?.colours !== undefined;
    return tf.tensor(
      Float32Array.from({ length: size }, () => (picture ? Math.floor((next() + 0.5) * 256) : next() * 4)),
      full,
    );
  });
}

export const largestDifference = (one: ArrayLike<number>, two: ArrayLike<number>): number =>
  Array.from(one).reduce((most, x, i) => Math.max(most, Math.abs(x - (two[i] ?? Number.NaN))), 0);
