import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../layers/contract/ops';
import { ACTIVATE } from '../train/ops/activations';
import { batchNormInference, batchNormTraining } from '../train/ops/normalisation';
import { portableOps, type StepOps } from '../train/ops/portable';
import { withGradient } from '../train/ops/with-gradient';
import { ElementType, type NativeBackend } from './binding';
import { runOp, runOps } from './run-op';

const float = { type: ElementType.float32 };
const int = { type: ElementType.int32 };
const channelsLast = { s: 'NHWC' };

/**
 * The ops of a step on native TensorFlow: the portable ones, except where TensorFlow has a better kernel than tfjs's
 * composition. Numbers and gradients are the same to within rounding, random numbers to the bit.
 */
export const nativeOps = (backend: NativeBackend): StepOps => portableOps(replacements(backend));

function replacements(backend: NativeBackend): Partial<Ops> {
  return {
    /** Drawn where they are used, and anew at each run of a recorded graph: the seed is an input like any other. */
    randomUniform(shape, { seed, stream }) {
      const seeds = tf.add(seed, tf.tensor1d([stream, 0], 'int32'));
      const attributes = { dtype: float, T: int, Tseed: int };
      return runOp(backend, 'StatelessRandomUniform', [tf.tensor1d(shape, 'int32'), seeds], attributes);
    },

    /** tf.matMul is BatchMatMulV2, which TensorFlow joins with neither a bias nor an activation. */
    matMul(a, b, transposeA = false, transposeB = false) {
      if (a.rank !== 2 || b.rank !== 2 || a.dtype !== 'float32' || b.dtype !== 'float32') {
        return tf.matMul(a, b, transposeA, transposeB);
      }
      const product = (x: tf.Tensor, y: tf.Tensor, transposeX: boolean, transposeY: boolean) =>
        runOp(backend, 'MatMul', [x, y], { T: float, transpose_a: { b: transposeX }, transpose_b: { b: transposeY } });
      return withGradient(
        [a, b],
        (save) => {
          save([a, b]);
          return product(a, b, transposeA, transposeB);
        },
        (dy, saved) => {
          const [x, y] = saved as [tf.Tensor, tf.Tensor];
          return [
            transposeA ? product(y, dy, transposeB, true) : product(dy, y, false, !transposeB),
            transposeB ? product(dy, x, true, transposeA) : product(x, dy, !transposeA, false),
          ];
        },
      );
    },

    biasAdd(x, bias) {
      if (x.rank < 2) return tf.add(x, bias);
      const attributes = { T: float, data_format: channelsLast };
      return withGradient(
        [x, bias],
        () => runOp(backend, 'BiasAdd', [x, bias], attributes),
        (dy) => [dy, runOp(backend, 'BiasAddGrad', [dy], attributes)],
      );
    },

    activation(x, name) {
      if (name !== 'relu') return ACTIVATE[name](x);
      return withGradient(
        [x],
        (save) => {
          const y = runOp(backend, 'Relu', [x], { T: float });
          save([y]);
          return y;
        },
        (dy, saved) => [runOp(backend, 'ReluGrad', [dy, saved[0] as tf.Tensor], { T: float })],
      );
    },

    /** TensorFlow's gradient is right at the edges, where tfjs's in JavaScript is not. */
    averagePool2d: (x, { size, stride, padding }) => tf.avgPool(x as tf.Tensor4D, [...size], [...stride], padding),

    batchNormTraining(x, scale, offset, epsilon) {
      if (x.rank !== 4) return batchNormTraining(x, scale, offset, epsilon);
      const attributes = {
        ...{ T: float, U: float, epsilon: { f: epsilon }, data_format: channelsLast },
        is_training: { b: true },
      };
      const kept: tf.Tensor[] = [];
      const y = withGradient(
        [x, scale, offset],
        (save) => {
          const none = tf.tensor1d([]);
          const forward = { ...attributes, exponential_avg_factor: { f: 1 } };
          const results = runOps(backend, 'FusedBatchNormV3', [x, scale, offset, none, none], forward, 6);
          // Results beside the first would be gone when this function ends.
          kept.push(...results.slice(1, 3).map((tensor) => tf.keep(tensor)));
          save([x, scale, ...results.slice(3)]);
          return results[0] as tf.Tensor;
        },
        (dy, saved) => runOps(backend, 'FusedBatchNormGradV3', [dy, ...saved], attributes, 5).slice(0, 3),
      );
      const [mean, unbiased] = kept.map((tensor) => tf.clone(tensor)) as [tf.Tensor, tf.Tensor];
      tf.dispose(kept);
      // TensorFlow divides by n − 1 where ours divides by n, the values in a channel.
      const count = x.size / (x.shape[3] ?? 1);
      return { y, mean, variance: tf.sub(unbiased, tf.div(unbiased, count)) };
    },

    batchNormInference(x, scale, offset, mean, variance, epsilon) {
      // A gradient through fixed statistics (a frozen layer, a picture that is climbed) is the composition's.
      if (x.rank !== 4) return batchNormInference(x, scale, offset, mean, variance, epsilon);
      return withGradient(
        [x, scale, offset],
        (save) => {
          save([x, scale, mean, variance]);
          const attributes = {
            ...{ T: float, U: float, epsilon: { f: epsilon }, data_format: channelsLast },
            is_training: { b: false },
          };
          const inputs = [x, scale, offset, mean, variance];
          return runOps(backend, 'FusedBatchNormV3', inputs, attributes, 6)[0] as tf.Tensor;
        },
        (dy, saved) => {
          const [input, factor, centre, spread] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
          const inverse = tf.rsqrt(tf.add(spread, epsilon));
          const normal = tf.mul(tf.sub(input, centre), inverse);
          const axes = [0, 1, 2];
          return [tf.mul(dy, tf.mul(factor, inverse)), tf.sum(tf.mul(dy, normal), axes), tf.sum(dy, axes)];
        },
      );
    },

    sparseSoftmaxCrossEntropy(logits, labels) {
      return withGradient(
        [logits],
        (save) => {
          const attributes = { T: float, Tlabels: int };
          const inputs = [logits, labels];
          const [loss, gradient] = runOps(backend, 'SparseSoftmaxCrossEntropyWithLogits', inputs, attributes, 2);
          save([gradient as tf.Tensor]);
          return loss as tf.Tensor;
        },
        (dy, [gradient]) => [tf.mul(tf.expandDims(dy, 1), gradient as tf.Tensor)],
      );
    },
  };
}
