import * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../layers/contract/params';

const HALF_ROOT = Math.SQRT1_2;

/** Every activation, elementwise but for softmax and its logarithm, which go over the last axis. Constants are Keras 3's. */
export const ACTIVATE: Readonly<Record<ActivationName, (x: tf.Tensor) => tf.Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  /** x · Φ(x), the exact form by the error function. */
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, HALF_ROOT)), 1)),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  sigmoid: (x) => tf.sigmoid(x),
  hardSigmoid: (x) => tf.div(tf.relu6(tf.add(x, 3)), 6),
  hardSwish: (x) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)),
  tanh: (x) => tf.tanh(x),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  softmax: (x) => tf.softmax(x),
  logSoftmax: (x) => tf.logSoftmax(x),
  exponential: (x) => tf.exp(x),
};
