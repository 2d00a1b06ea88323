import * as tf from '@tensorflow/tfjs-core';
import { MOST_PARTS } from './split';

/** Side by side along an axis, in order. Many are put together in pieces, which the gradient then cuts like `split`. */
export function concat(xs: tf.Tensor[], axis: number): tf.Tensor {
  if (xs.length <= MOST_PARTS) return tf.concat(xs, axis);
  const inPiece = Math.max(MOST_PARTS, Math.ceil(xs.length / MOST_PARTS));
  const pieces = Array.from({ length: Math.ceil(xs.length / inPiece) }, (_, k) =>
    concat(xs.slice(k * inPiece, (k + 1) * inPiece), axis),
  );
  return tf.concat(pieces, axis);
}
