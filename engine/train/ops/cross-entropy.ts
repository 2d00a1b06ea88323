import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './with-gradient';

/**
 * logits [N, C], labels [N] int32 → −log softmax(logits) at the label, [N]. The gradient is softmax − one-hot;
 * labels have none.
 */
export function sparseSoftmaxCrossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  return withGradient(
    [logits],
    (save) => {
      const shifted = tf.sub(logits, tf.max(logits, 1, true));
      const powers = tf.exp(shifted);
      const total = tf.sum(powers, 1, true);
      const truth = tf.oneHot(labels, logits.shape[1] ?? 1, 1, 0, 'float32');
      save([tf.sub(tf.div(powers, total), truth)]);
      return tf.sub(tf.log(tf.squeeze(total, [1])), tf.sum(tf.mul(shifted, truth), 1));
    },
    (dy, [gradient]) => [tf.mul(tf.expandDims(dy, 1), gradient as tf.Tensor)],
  );
}

/**
 * logits [N, C], shares of the classes [N, C] → −Σ shares · log softmax(logits), [N]. The gradient is
 * Σ shares · softmax − shares; shares have none.
 */
export function softmaxCrossEntropy(logits: tf.Tensor, shares: tf.Tensor): tf.Tensor {
  return withGradient(
    [logits],
    (save) => {
      const shifted = tf.sub(logits, tf.max(logits, 1, true));
      const powers = tf.exp(shifted);
      const total = tf.sum(powers, 1, true);
      const weight = tf.sum(shares, 1, true);
      save([tf.sub(tf.mul(tf.div(powers, total), weight), shares)]);
      return tf.sub(
        tf.mul(tf.log(tf.squeeze(total, [1])), tf.squeeze(weight, [1])),
        tf.sum(tf.mul(shares, shifted), 1),
      );
    },
    (dy, [gradient]) => [tf.mul(tf.expandDims(dy, 1), gradient as tf.Tensor)],
  );
}

/**
 * −t·log σ(x) − (1 − t)·log(1 − σ(x)) for each value, as max(x, 0) − x·t + log(1 + e^−|x|), which never overflows.
 * The gradient is σ(x) − t; targets have none.
 */
export function sigmoidCrossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  return withGradient(
    [logits],
    (save) => {
      save([tf.sub(tf.sigmoid(logits), targets)]);
      const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
      return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), tail);
    },
    (dy, [gradient]) => [tf.mul(dy, gradient as tf.Tensor)],
  );
}
