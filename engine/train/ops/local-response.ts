import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';

/**
 * x / (k + alpha · Σ x²)^beta over neighbouring channels, of any rank: the squares with zeros around, moved by one
 * channel at a time and added up. Made of ops with gradients, for where TensorFlow's own kernel is not there.
 */
export const localResponseNorm: Ops['localResponseNorm'] = (x, { radius, alpha, beta, k }) => {
  const channels = x.shape.at(-1) ?? 1;
  const places = x.size / channels;
  const flat = tf.reshape(x, [places, channels]);
  const around = tf.pad(tf.square(flat), [
    [0, 0],
    [radius, radius],
  ]);
  const parts = Array.from({ length: 2 * radius + 1 }, (_, shift) => tf.slice(around, [0, shift], [places, channels]));
  const spread = tf.add(tf.mul(tf.addN(parts), alpha), k);
  return tf.reshape(tf.mul(flat, tf.pow(spread, -beta)), x.shape);
};
