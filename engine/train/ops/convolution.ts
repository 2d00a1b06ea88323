import * as tf from '@tensorflow/tfjs-core';
import type { ConvOptions, PoolOptions } from '../../layers/contract/ops';

const isOne = ([height, width]: readonly [number, number]): boolean => height === 1 && width === 1;

/** Puts zeros between the values of a kernel, [h, w, C, F] → [(h − 1)·d + 1, (w − 1)·d + 1, C, F]. */
function spread(kernel: tf.Tensor4D, [down, across]: readonly [number, number]): tf.Tensor4D {
  const [height, width, channels, filters] = kernel.shape;
  const apart = tf.pad(tf.reshape(kernel, [height, 1, width, 1, channels * filters]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const wide: tf.Tensor4D = tf.reshape(apart, [height * down, width * across, channels, filters]);
  return tf.slice(wide, [0, 0, 0, 0], [(height - 1) * down + 1, (width - 1) * across + 1, channels, filters]);
}

/**
 * [N, H, W, C] with kernel [h, w, C / groups, F] → [N, H′, W′, F]. tfjs has no gradient of dilated convolution and no
 * groups, so the kernel is spread and the channels are cut instead; both have exact gradients everywhere.
 */
export function conv2d(x: tf.Tensor, kernel: tf.Tensor, options: ConvOptions): tf.Tensor {
  const picture = x as tf.Tensor4D;
  const dilation = options.dilation ?? [1, 1];
  const dense = isOne(dilation) ? (kernel as tf.Tensor4D) : spread(kernel as tf.Tensor4D, dilation);
  const stride: [number, number] = [...options.stride];
  const channels = picture.shape[3];
  const [height, width, each, filters] = dense.shape;
  const groups = channels / each;
  if (groups === 1) return tf.conv2d(picture, dense, stride, options.padding);
  const made = filters / groups;
  const parts = Array.from({ length: groups }, (_, g) =>
    tf.conv2d(
      tf.slice(picture, [0, 0, 0, g * each], [-1, -1, -1, each]),
      tf.slice(dense, [0, 0, 0, g * made], [height, width, each, made]),
      stride,
      options.padding,
    ),
  );
  return tf.concat(parts, 3);
}

export const maxPool2d = (x: tf.Tensor, { size, stride, padding }: PoolOptions): tf.Tensor =>
  tf.maxPool(x as tf.Tensor4D, [...size], [...stride], padding);

/** Values over the edge before and after an axis, as TensorFlow pads for `same`. */
function samePadding(length: number, size: number, stride: number): [before: number, after: number] {
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + size - length, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/**
 * Padding does not count in the mean. tfjs's own gradient divides by the whole window at the edges too, at least in
 * JavaScript, so that zeros are put around the maps and the share of the window that they take is divided out.
 */
export function averagePool2d(x: tf.Tensor, { size, stride, padding }: PoolOptions): tf.Tensor {
  const maps = x as tf.Tensor4D;
  const pool = (padded: tf.Tensor4D) => tf.avgPool(padded, [...size], [...stride], 'valid');
  if (padding === 'valid') return pool(maps);
  const [, height, width] = maps.shape;
  const around: [number, number][] = [
    [0, 0],
    samePadding(height, size[0], stride[0]),
    samePadding(width, size[1], stride[1]),
    [0, 0],
  ];
  const inside = pool(tf.pad(tf.ones<tf.Rank.R4>([1, height, width, 1]), around));
  return tf.div(pool(tf.pad(maps, around)), inside);
}
