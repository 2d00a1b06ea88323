import * as tf from '@tensorflow/tfjs-core';
import type { Ops, ResizeOptions } from '../../layers/contract/ops';

const { fround } = Math;

/** Where the values of a resized axis come from, in values of the input; in float32, as TensorFlow computes it. */
function places(length: number, size: number, { alignCorners }: ResizeOptions): number[] {
  const scale = alignCorners && size > 1 ? fround((length - 1) / (size - 1)) : fround(length / size);
  return Array.from({ length: size }, (_, i) => (alignCorners ? fround(i * scale) : fround((i + 0.5) * scale)));
}

const whole = (values: readonly number[]): tf.Tensor1D => tf.tensor1d(Int32Array.from(values), 'int32');

/** One axis of [N, H, W, C] by TensorFlow's rule for the nearest value. */
function nearest(x: tf.Tensor, axis: number, size: number, options: ResizeOptions): tf.Tensor {
  const length = x.shape[axis] ?? 1;
  // roundf of C rounds halves away from 0, as Math.round does above 0.
  const pick = options.alignCorners ? Math.round : Math.floor;
  return tf.gather(x, whole(places(length, size, options).map((place) => Math.min(pick(place), length - 1))), axis);
}

/** One axis of [N, H, W, C] as the mean of two neighbours, weighed by how near they are. */
function linear(x: tf.Tensor, axis: number, size: number, options: ResizeOptions): tf.Tensor {
  const length = x.shape[axis] ?? 1;
  const at = places(length, size, options).map((place) => (options.alignCorners ? place : fround(place - 0.5)));
  const lower = at.map((place) => Math.max(Math.floor(place), 0));
  const upper = at.map((place) => Math.min(Math.ceil(place), length - 1));
  const share = at.map((place) => place - Math.floor(place));
  const shape = x.shape.map((_, k) => (k === axis ? size : 1));
  const [from, to] = [tf.gather(x, whole(lower), axis), tf.gather(x, whole(upper), axis)];
  return tf.add(from, tf.mul(tf.sub(to, from), tf.tensor(share, shape)));
}

/**
 * [N, H, W, C] → [N, H′, W′, C], an axis after the other. tfjs has no gradient of half-pixel centres, so that the
 * values are gathered, which has one.
 */
export const resize2d: Ops['resize2d'] = (x, options) => {
  const along = options.method === 'nearest' ? nearest : linear;
  const [height, width] = options.size;
  return along(along(x, 1, height, options), 2, width, options);
};
