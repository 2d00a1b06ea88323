import * as tf from '@tensorflow/tfjs-core';

/** Most parts that are cut at once: a recording takes longer lists of sizes for data. */
export const MOST_PARTS = 64;

/** Equal parts of x along an axis, in order. Where there are many, pieces of many parts are cut first. */
export function split(x: tf.Tensor, parts: number, axis: number): tf.Tensor[] {
  if (parts === 1) return [x];
  if (parts <= MOST_PARTS) return tf.split(x, parts, axis);
  const each = (x.shape[axis] ?? parts) / parts;
  const inPiece = Math.max(MOST_PARTS, Math.ceil(parts / MOST_PARTS));
  const counts = Array.from({ length: Math.ceil(parts / inPiece) }, (_, k) => Math.min(inPiece, parts - k * inPiece));
  const pieces = tf.split(
    x,
    counts.map((count) => count * each),
    axis,
  );
  return pieces.flatMap((piece, k) => split(piece, counts[k] as number, axis));
}
