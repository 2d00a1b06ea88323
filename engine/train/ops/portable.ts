import * as tf from '@tensorflow/tfjs-core';
import type { Key, Ops } from '../../layers/contract/ops';
import { type Seed, streamSeed, uniform } from '../random';
import { ACTIVATE } from './activations';
import { concat } from './concat';
import { conv2d, conv2dTranspose, conv3d, depthwiseConv2d, patches2d } from './convolution';
import { sigmoidCrossEntropy, softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './cross-entropy';
import { localResponseNorm } from './local-response';
import { batchNormInference, batchNormTraining } from './normalisation';
import { averagePool2d, averagePool3d, maxPool2d, maxPool3d } from './pooling';
import { resize2d } from './resize';
import { split } from './split';
import { withGradient } from './with-gradient';

/** New state that a layer asked for during a step. */
export interface Update {
  readonly weight: tf.Tensor;
  readonly value: tf.Tensor;
}

/** Ops for one step: `takeUpdates` gives what layers passed to `update` since the last call. */
export interface StepOps extends Ops {
  /** The values are kept beyond any tidy: whoever takes them assigns and disposes of them. */
  takeUpdates(): Update[];
}

/** A function that is flat wherever it is smooth: tfjs would refuse a gradient through it. */
const step = (inputs: tf.Tensor[], compute: () => tf.Tensor): tf.Tensor =>
  withGradient(inputs, compute, () => inputs.map(({ shape }) => tf.zeros(shape)));

/** |x|, flat at 0: tfjs's own gradient is −1 there, which would drive a weight that is 0 away from it. */
const abs = (x: tf.Tensor): tf.Tensor =>
  withGradient(
    [x],
    (save) => {
      save([x]);
      return tf.abs(x);
    },
    (dy, saved) => [tf.mul(dy, tf.sign(saved[0] as tf.Tensor))],
  );

/** Draws in JavaScript; reads the seed, so it cannot be recorded. The native ops draw in TensorFlow. */
function randomUniform(shape: number[], key: Key): tf.Tensor {
  const [seed0 = 0, seed1 = 0] = key.seed.dataSync();
  const seed: Seed = [seed0, seed1];
  return tf.tensor(uniform(tf.util.sizeFromShape(shape), streamSeed(seed, key.stream)), shape, 'float32');
}

/**
 * Plain tfjs on whatever backend is set: the reference that the native ops are measured against. `replacements` take
 * the place of the ops of their names, also where other ops are made of them.
 */
export function portableOps(replacements: Partial<Ops> = {}): StepOps {
  let updates: Update[] = [];
  const ops: StepOps = {
    constant: (values, shape, dtype = 'float32') =>
      tf.tensor(dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), shape, dtype),
    scalar: (value) => tf.scalar(value),
    zerosLike: (x) => tf.zerosLike(x),
    onesLike: (x) => tf.onesLike(x),
    cast: (x, dtype) => tf.cast(x, dtype),

    add: (a, b) => tf.add(a, b),
    sub: (a, b) => tf.sub(a, b),
    mul: (a, b) => tf.mul(a, b),
    div: (a, b) => tf.div(a, b),
    maximum: (a, b) => tf.maximum(a, b),
    minimum: (a, b) => tf.minimum(a, b),
    pow: (a, b) => tf.pow(a, b),
    square: (x) => tf.square(x),
    sqrt: (x) => tf.sqrt(x),
    abs,
    neg: (x) => tf.neg(x),
    exp: (x) => tf.exp(x),
    log: (x) => tf.log(x),
    sin: (x) => tf.sin(x),
    cos: (x) => tf.cos(x),
    clip: (x, low, high) => tf.clipByValue(x, low, high),
    greater: (a, b) => step([a, b], () => tf.greater(a, b)),
    less: (a, b) => step([a, b], () => tf.less(a, b)),
    equal: (a, b) => step([a, b], () => tf.equal(a, b)),
    where: (condition, a, b) => tf.where(condition, a, b),
    stopGradient: (x) => step([x], () => tf.clone(x)),

    sum: (x, axis, keepDims) => tf.sum(x, axis, keepDims),
    mean: (x, axis, keepDims) => tf.mean(x, axis, keepDims),
    max: (x, axis, keepDims) => tf.max(x, axis, keepDims),
    argMax: (x, axis) => step([x], () => tf.argMax(x, axis)),

    reshape: (x, shape) => tf.reshape(x, shape),
    transpose: (x, axes) => tf.transpose(x, axes),
    concat,
    split,
    slice: (x, begin, size) => tf.slice(x, begin, size),
    pad: (x, paddings, value = 0) => tf.pad(x, paddings, value),
    gather: (x, indices, axis = 0) => tf.gather(x, indices as tf.Tensor1D, axis),
    oneHot: (labels, depth) => tf.oneHot(labels, depth, 1, 0, 'float32'),

    matMul: (a, b, transposeA, transposeB) => tf.matMul(a, b, transposeA, transposeB),
    biasAdd: (x, bias) => tf.add(x, bias),
    conv2d,
    conv3d,
    depthwiseConv2d,
    conv2dTranspose,
    patches2d,
    maxPool2d,
    maxPool3d,
    averagePool2d,
    averagePool3d,
    resize2d,
    activation: (x, name) => ACTIVATE[name](x),
    batchNormTraining,
    batchNormInference,
    localResponseNorm,
    sparseSoftmaxCrossEntropy,
    softmaxCrossEntropy,
    sigmoidCrossEntropy,

    randomUniform,
    dropout(x, rate, key) {
      const kept = tf.cast(tf.greaterEqual(ops.randomUniform(x.shape, key), rate), 'float32');
      return tf.mul(x, tf.div(kept, 1 - rate));
    },
    update(weight, value) {
      updates.push({ weight, value: tf.keep(tf.clone(value)) });
    },
    takeUpdates() {
      const taken = updates;
      updates = [];
      return taken;
    },
    ...replacements,
  };
  return ops;
}
