import * as tf from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../layers/contract/params';
import { withGradient } from './with-gradient';

const HALF_ROOT = Math.SQRT1_2;
const SELU = { scale: 1.0507009873554805, scaleAlpha: 1.7580993408473768 };

/** A function of one number whose gradient is worked out from its result. */
const byResult =
  (f: (x: tf.Tensor) => tf.Tensor, slope: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor) =>
  (input: tf.Tensor): tf.Tensor =>
    withGradient(
      [input],
      (save) => {
        const y = f(input);
        save([y]);
        return y;
      },
      (dy, saved) => [slope(dy, saved[0] as tf.Tensor)],
    );

/** tfjs's own have another gradient than TensorFlow where their branches meet: at 6, and at 0. */
const relu6 = byResult(tf.relu6, (dy, y) =>
  tf.mul(dy, tf.cast(tf.logicalAnd(tf.greater(y, 0), tf.less(y, 6)), 'float32')),
);
const selu = byResult(tf.selu, (dy, y) =>
  tf.mul(dy, tf.where(tf.less(y, 0), tf.add(y, SELU.scaleAlpha), tf.fill(y.shape, SELU.scale))),
);

/** Every activation, elementwise but for softmax and its logarithm, which go over the last axis. Constants are Keras 3's. */
export const ACTIVATE: Readonly<Record<ActivationName, (x: tf.Tensor) => tf.Tensor>> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6,
  leakyRelu: (x) => tf.leakyRelu(x, 0.2),
  elu: (x) => tf.elu(x),
  selu,
  /** x · Φ(x), the exact form by the error function. */
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, HALF_ROOT)), 1)),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  sigmoid: (x) => tf.sigmoid(x),
  hardSigmoid: (x) => tf.div(relu6(tf.add(x, 3)), 6),
  hardSwish: (x) => tf.mul(x, tf.div(relu6(tf.add(x, 3)), 6)),
  tanh: (x) => tf.tanh(x),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  softmax: (x) => tf.softmax(x),
  logSoftmax: (x) => tf.logSoftmax(x),
  exponential: (x) => tf.exp(x),
};
