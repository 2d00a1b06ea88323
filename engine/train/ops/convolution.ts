import * as tf from '@tensorflow/tfjs-core';
import type { Conv3dOptions, ConvOptions, Ops, Padding, TransposeOptions } from '../../layers/contract/ops';
import { concat } from './concat';
import { around } from './pooling';
import { split } from './split';

type Sides = readonly [before: number, after: number];

/**
 * Puts zeros between the values of a kernel along its leading axes: an axis of k becomes (k − 1)·d + 1. tfjs has no
 * gradient of dilated convolutions, and TensorFlow's is wrong for depthwise ones; this has an exact one everywhere.
 */
function spread<T extends tf.Tensor>(kernel: T, dilation: readonly number[] | undefined): T {
  let wide: tf.Tensor = kernel;
  for (const [axis, by] of (dilation ?? []).entries()) {
    const size = wide.shape[axis] ?? 1;
    if (by === 1 || size === 1) continue;
    const before = wide.shape.slice(0, axis);
    const behind = wide.shape.slice(axis + 1);
    const outer = before.reduce((a, b) => a * b, 1);
    const inner = behind.reduce((a, b) => a * b, 1);
    const apart = tf.pad(tf.reshape(wide, [outer, size, 1, inner]), [
      [0, 0],
      [0, 0],
      [0, by - 1],
      [0, 0],
    ]);
    const reach = (size - 1) * by + 1;
    const cut = tf.slice(tf.reshape(apart, [outer, size * by, inner]), [0, 0, 0], [outer, reach, inner]);
    wide = tf.reshape(cut, [...before, reach, ...behind]);
  }
  return wide as T;
}

/** Margins become zeros around [N, …, C]; modes stay as they are. */
function padded<T extends tf.Tensor>(x: T, padding: Padding): [x: T, padding: 'valid' | 'same'] {
  return typeof padding === 'string' ? [x, padding] : [tf.pad(x, around(padding)), 'valid'];
}

/**
 * Channels and the last axis of the kernel cut into groups, each pair convolved by itself: tfjs knows no groups, and on
 * the CPU TensorFlow has no gradients of them but for flat ones.
 */
function groupwise(
  x: tf.Tensor,
  kernel: tf.Tensor,
  groups: number,
  convolve: (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  if (groups === 1) return convolve(x, kernel);
  const [xs, kernels] = [split(x, groups, x.rank - 1), split(kernel, groups, kernel.rank - 1)];
  return concat(
    xs.map((part, g) => convolve(part, kernels[g] as tf.Tensor)),
    x.rank - 1,
  );
}

/** [N, H, W, C] with kernel [h, w, C / groups, F] → [N, H′, W′, F]. */
export function conv2d(x: tf.Tensor, kernel: tf.Tensor, options: ConvOptions): tf.Tensor {
  const [picture, padding] = padded(x as tf.Tensor4D, options.padding);
  const dense = spread(kernel as tf.Tensor4D, options.dilation);
  const stride: [number, number] = [...options.stride];
  return groupwise(picture, dense, picture.shape[3] / dense.shape[2], (maps, filters) =>
    tf.conv2d(maps as tf.Tensor4D, filters as tf.Tensor4D, stride, padding),
  );
}

/** [N, D, H, W, C] with kernel [d, h, w, C / groups, F] → [N, D′, H′, W′, F]. */
export function conv3d(x: tf.Tensor, kernel: tf.Tensor, options: Conv3dOptions): tf.Tensor {
  const [volume, padding] = padded(x as tf.Tensor5D, options.padding);
  const dense = spread(kernel as tf.Tensor5D, options.dilation);
  return groupwise(volume, dense, volume.shape[4] / dense.shape[3], (part, filters) =>
    tf.conv3d(part as tf.Tensor5D, filters as tf.Tensor5D, [...options.stride], padding),
  );
}

/**
 * [N, H, W, C] with kernel [h, w, C, M] → [N, H′, W′, C·M]: every channel has M kernels of its own. TensorFlow takes
 * equal strides only; with others every position is computed and the ones between are left out.
 */
export function depthwiseConv2d(x: tf.Tensor, kernel: tf.Tensor, options: ConvOptions): tf.Tensor {
  const wide = spread(kernel as tf.Tensor4D, options.dilation);
  const [down, across] = options.stride;
  if (down === across) {
    const [picture, padding] = padded(x as tf.Tensor4D, options.padding);
    return tf.depthwiseConv2d(picture, wide, [down, across], padding);
  }
  const margins = [0, 1].map((axis): [number, number] => {
    if (typeof options.padding !== 'string') return [...(options.padding[axis] ?? [0, 0])] as [number, number];
    const length = x.shape[axis + 1] ?? 1;
    const step = options.stride[axis] ?? 1;
    const total = (Math.ceil(length / step) - 1) * step + (wide.shape[axis] ?? 1) - length;
    const kept = options.padding === 'same' ? Math.max(total, 0) : 0;
    return [Math.floor(kept / 2), Math.ceil(kept / 2)];
  });
  const every = tf.depthwiseConv2d(tf.pad(x as tf.Tensor4D, around(margins)), wide, 1, 'valid');
  return everyNth(everyNth(every, 1, down), 2, across);
}

/** Values 0, n, 2n … along an axis; cut by reshaping, which has a gradient where a strided slice has none. */
function everyNth(x: tf.Tensor, axis: number, n: number): tf.Tensor {
  if (n === 1) return x;
  const length = x.shape[axis] ?? 1;
  const kept = Math.ceil(length / n);
  const sides = x.shape.map((_, at): [number, number] => [0, at === axis ? kept * n - length : 0]);
  const before = x.shape.slice(0, axis);
  const inner = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const rows = tf.reshape(tf.pad(x, sides), [before.reduce((a, b) => a * b, 1) * kept, n * inner]);
  return tf.reshape(tf.slice(rows, [0, 0], [-1, inner]), [...before, kept, ...x.shape.slice(axis + 1)]);
}

/**
 * [N, H, W, C] with kernel [h, w, F / groups, C] → [N, H′, W′, F], the gradient of a convolution run forwards: every
 * value puts its multiple of the kernel into the result, `stride` apart. That gives (H − 1)·stride + h rows, from which
 * `crop` takes the first and last; below 0 it adds rows of zeros behind.
 */
export const conv2dTranspose = (x: tf.Tensor, kernel: tf.Tensor, options: TransposeOptions): tf.Tensor =>
  groupwise(x, kernel, options.groups ?? 1, (maps, filters) => transposed(maps, filters, options));

function transposed(x: tf.Tensor, kernel: tf.Tensor, options: TransposeOptions): tf.Tensor {
  const picture = x as tf.Tensor4D;
  const wide = spread(kernel as tf.Tensor4D, options.dilation);
  const [batch, height, width] = picture.shape;
  const [, , filters] = wide.shape;
  const stride: [number, number] = [...options.stride];
  const [[top, bottom], [left, right]] = options.crop as [Sides, Sides];
  const [down, across] = [(height - 1) * stride[0] + wide.shape[0], (width - 1) * stride[1] + wide.shape[1]];
  const balanced = (first: number, last: number) => last === first || last === first + 1;
  const [rows, columns] = [height * stride[0], width * stride[1]];
  if (
    balanced(top, bottom) &&
    balanced(left, right) &&
    down - top - bottom === rows &&
    across - left - right === columns
  ) {
    return tf.conv2dTranspose(picture, wide, [batch, rows, columns, filters], stride, 'same');
  }
  const y: tf.Tensor4D = tf.conv2dTranspose(picture, wide, [batch, down, across, filters], stride, 'valid');
  const last = (side: number): number => Math.max(side, 0);
  const cut = tf.slice(y, [0, top, left, 0], [-1, down - top - last(bottom), across - left - last(right), -1]);
  return bottom < 0 || right < 0
    ? tf.pad(
        cut,
        around([
          [0, last(-bottom)],
          [0, last(-right)],
        ]),
      )
    : cut;
}

/** [N, H, W, C] → [N, H′, W′, h·w·C], rows of the window first and channels last. */
export const patches2d: Ops['patches2d'] = (x, { size: [height, width], stride: [down, across] }) => {
  const [, rows = 1, columns = 1] = x.shape;
  const [reachDown, reachAcross] = [rows - height + 1, columns - width + 1];
  const places = Array.from({ length: height * width }, (_, k) => {
    const seen = tf.slice(x, [0, Math.floor(k / width), k % width, 0], [-1, reachDown, reachAcross, -1]);
    return everyNth(everyNth(seen, 1, down), 2, across);
  });
  return concat(places, 3);
};
