import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { apart, scoped } from '../../../engine/train/apart';
import { gradients } from '../../../engine/train/gradients';
import { atOnce, type Pieces, whole } from '../../../engine/train/pieces';
import { nativeForTests } from '../native/native';

nativeForTests();

const x = tf.tensor2d([1, -2, 3, 0.5], [2, 2]);
const y = tf.tensor2d([0.5, 2, -1, 4], [2, 2]);
const unused = tf.scalar(3);

/** A value that is read twice, an op with two results, one whose gradient is asked for by one input only. */
function loss(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  const product = tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
  const [left, right] = tf.split(product, 2, 1) as [tf.Tensor, tf.Tensor];
  return tf.sum(tf.add(tf.mul(left, tf.relu(right)), tf.square(tf.slice(a, [0, 0], [2, 1])))) as tf.Scalar;
}

const numbers = (found: readonly (tf.Tensor | undefined)[]) => found.map((one) => one && Array.from(one.dataSync()));
const worked = (f: () => Pieces<tf.Scalar>, xs: readonly tf.Tensor[]) =>
  scoped(gradients(f, xs), (found) => found.filter((one) => one !== undefined));

describe('gradients in pieces', () => {
  it('are those of tfjs, undefined where nothing depends on a tensor, and leave nothing behind', () => {
    const before = tf.memory().numTensors;
    const found = atOnce(worked(() => whole(() => loss(x, y)), [x, y, unused]));
    const expected = tf.grads(loss)([x, y]);
    expect(numbers(found)).toEqual([...numbers(expected), undefined]);
    tf.dispose([found.slice(0, 2) as tf.Tensor[], expected]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are those of tfjs within an outer gradient', () => {
    const before = tf.memory().numTensors;
    const inner = (a: tf.Tensor) => {
      const [found] = atOnce(gradients(() => whole(() => loss(a, y)), [a]));
      return tf.sum(tf.square(found as tf.Tensor)) as tf.Scalar;
    };
    const twice = tf.grad((a: tf.Tensor) => tf.sum(tf.square(tf.grad((c: tf.Tensor) => loss(c, y))(a))));
    const both = [tf.grad(inner)(x), twice(x)];
    expect(numbers(both.slice(0, 1))).toEqual(numbers(both.slice(1)));
    tf.dispose(both);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are not touched by what runs between two pieces, and touch nothing of it', () => {
    const before = tf.memory().numTensors;
    function* stepwise(): Pieces<tf.Scalar> {
      const a = tf.square(x);
      yield;
      return tf.sum(tf.mul(a, y)) as tf.Scalar;
    }
    const work = apart(worked(stepwise, [x]));
    const own: tf.Tensor[] = [];
    let pieces = 0;
    for (;;) {
      const { done, value } = work.next();
      if (done) {
        // d Σ x² y / dx = 2 x y.
        expect(numbers(value)).toEqual([[1, -8, -6, 4]]);
        tf.dispose(value as tf.Tensor[]);
        break;
      }
      pieces++;
      // Neither followed with the work, nor ended with its scopes; a gradient of its own is worked out meanwhile.
      own.push(tf.neg(x));
      const [gradient] = tf.grads((a: tf.Tensor) => tf.sum(tf.square(a)))([x]);
      expect(numbers([gradient])).toEqual([[2, -4, 6, 1]]);
      gradient?.dispose();
    }
    expect(pieces).toBeGreaterThan(2);
    for (const one of own) expect(Array.from(one.dataSync())).toEqual([-1, 2, -3, -0.5]);
    tf.dispose(own);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leave nothing behind where they are given up, wherever that is', () => {
    function* stepwise(): Pieces<tf.Scalar> {
      const a = tf.square(x);
      yield;
      return tf.sum(tf.mul(a, y)) as tf.Scalar;
    }
    for (let pieces = 0; pieces < 4; pieces++) {
      const before = tf.memory().numTensors;
      const work = apart(worked(stepwise, [x]));
      for (let piece = 0; piece <= pieces; piece++) expect(work.next().done).toBe(false);
      work.return([]);
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});
