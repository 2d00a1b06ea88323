import * as tf from '@tensorflow/tfjs-core';
import type { AveragePoolOptions, Padding, Pool3dOptions, PoolOptions } from '../../layers/contract/ops';
import type { Margins } from '../../layers/contract/params';

/** Below every float32 that a net computes with, and still finite. */
const LOWEST = -3.4e38;

type Sides = [before: number, after: number];

/** Paddings of all axes of [N, …, C]. */
export const around = (margins: Margins): Sides[] => [[0, 0], ...margins.map(([a, b]): Sides => [a, b]), [0, 0]];

/** `same` counted out as TensorFlow does, for each spatial axis of [N, …, C]. */
function counted(x: tf.Tensor, size: readonly number[], stride: readonly number[], padding: Padding): Margins {
  if (typeof padding !== 'string') return padding;
  return size.map((extent, axis): Sides => {
    const length = x.shape[axis + 1] ?? 1;
    const step = stride[axis] ?? 1;
    const total = padding === 'same' ? Math.max((Math.ceil(length / step) - 1) * step + extent - length, 0) : 0;
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

const isNone = (margins: Margins): boolean => margins.flat().every((side) => side === 0);

export function maxPool2d(x: tf.Tensor, { size, stride, padding }: PoolOptions): tf.Tensor {
  const maps = x as tf.Tensor4D;
  if (typeof padding === 'string') return tf.maxPool(maps, [...size], [...stride], padding);
  return tf.maxPool(tf.pad(maps, around(padding), LOWEST), [...size], [...stride], 'valid');
}

export function maxPool3d(x: tf.Tensor, { size, stride, padding }: Pool3dOptions): tf.Tensor {
  const volume = x as tf.Tensor5D;
  if (typeof padding === 'string') return largest3d(volume, size, stride, padding);
  return largest3d(tf.pad(volume, around(padding), LOWEST), size, stride, 'valid');
}

type Triple = Pool3dOptions['size'];

/**
 * tfjs's gradient looks at the wrong place of a window whose height and width differ, so that of those the largest of
 * each plane is taken first, and then the largest along the depth, which comes to the same.
 */
function largest3d(x: tf.Tensor5D, size: Triple, stride: Triple, padding: 'valid' | 'same'): tf.Tensor {
  if (size[1] === size[2]) return tf.maxPool3d(x, [...size], [...stride], padding);
  const [batch, depth, height, width, channels] = x.shape;
  const planes = tf.reshape(x, [batch * depth, height, width, channels]) as tf.Tensor4D;
  const flat = tf.maxPool(planes, [size[1], size[2]], [stride[1], stride[2]], padding);
  const [, rows, columns] = flat.shape;
  const upright = tf.reshape(flat, [batch, depth, rows * columns, channels]) as tf.Tensor4D;
  const y = tf.maxPool(upright, [size[0], 1], [stride[0], 1], padding);
  return tf.reshape(y, [batch, y.shape[1], rows, columns, channels]);
}

/**
 * Padding does not count in the mean, but for `counting`. tfjs's own gradient divides by the whole window at the edges
 * too, at least in JavaScript, so that zeros are put around the input and the share of the window that they take is
 * divided out.
 */
function averagePool<T extends tf.Tensor>(
  x: T,
  { size, stride, padding, counting }: AveragePoolOptions & { size: readonly number[]; stride: readonly number[] },
  pool: (padded: T) => tf.Tensor,
): tf.Tensor {
  const margins = counted(x, size, stride, padding);
  if (isNone(margins)) return pool(x);
  const within = tf.ones([1, ...x.shape.slice(1, -1), 1]);
  const asked = counting ?? margins.map((): Sides => [0, 0]);
  const rest = margins.map(([a, b], axis): Sides => [a - (asked[axis]?.[0] ?? 0), b - (asked[axis]?.[1] ?? 0)]);
  const share = pool(tf.pad(tf.pad(within, around(asked), 1), around(rest)) as T);
  return tf.div(pool(tf.pad(x, around(margins))), share);
}

export const averagePool2d = (x: tf.Tensor, options: PoolOptions & AveragePoolOptions): tf.Tensor =>
  averagePool(x as tf.Tensor4D, options, (maps) => tf.avgPool(maps, [...options.size], [...options.stride], 'valid'));

export const averagePool3d = (x: tf.Tensor, options: Pool3dOptions): tf.Tensor =>
  averagePool(x as tf.Tensor5D, options, (maps) => tf.avgPool3d(maps, [...options.size], [...options.stride], 'valid'));
