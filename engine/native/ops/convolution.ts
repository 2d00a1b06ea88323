import * as tf from '@tensorflow/tfjs-core';
import type { ConvOptions, Ops } from '../../layers/contract/ops';
import { conv2d } from '../../train/ops/convolution';
import { around } from '../../train/ops/pooling';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { unrecorded } from '../record';
import { type OpAttributes, runOp } from '../run-op';
import { channelsLast, float } from './attributes';

type Unpadded = ConvOptions & { readonly padding: 'valid' | 'same' };
type Fused = (x: tf.Tensor, kernel: tf.Tensor, options: Unpadded) => tf.Tensor;

/**
 * Grouped and dilated convolution as one op in each direction. On the CPU TensorFlow has the gradients through oneDNN
 * alone, which is not there on every machine and can be switched off: a small one is tried first, and where it fails
 * or differs, channels are cut and kernels spread as the portable op does.
 */
export function convolutionOps(backend: NativeBackend): Partial<Ops> {
  const fused = (x: tf.Tensor, kernel: tf.Tensor, options: Unpadded): tf.Tensor => {
    const attributes = convolutionAttributes(options);
    const sizes = (of: tf.Tensor) => tf.tensor1d(of.shape, 'int32');
    return withGradient(
      [x, kernel],
      (save) => {
        save([x, kernel]);
        return runOp(backend, 'Conv2D', [x, kernel], attributes);
      },
      (dy, saved) => {
        const [maps, weights] = saved as [tf.Tensor, tf.Tensor];
        return [
          runOp(backend, 'Conv2DBackpropInput', [sizes(maps), weights, dy], attributes),
          runOp(backend, 'Conv2DBackpropFilter', [maps, sizes(weights), dy], attributes),
        ];
      },
    );
  };
  return {
    conv2d(x, kernel, options) {
      const grouped = x.shape[3] !== kernel.shape[2];
      const dilated = options.dilation?.some((by) => by !== 1) ?? false;
      if (!dilated && (!grouped || hasFewWideGroups(x, kernel))) return conv2d(x, kernel, options);
      const sound = soundness(backend, fused);
      const usable = (!grouped || sound.grouped) && (!dilated || sound.dilated);
      if (!usable) return conv2d(x, kernel, options);
      // TensorFlow takes margins too, but has no gradients of groups with them.
      const { padding } = options;
      if (typeof padding === 'string') return fused(x, kernel, { ...options, padding });
      return fused(tf.pad(x, around(padding)), kernel, { ...options, padding: 'valid' });
    },
  };
}

/**
 * A few groups of many channels go faster one by one, as plain convolutions: AlexNet's two, of 48 and 192 channels, by
 * 1.0 to 1.5 times in both directions together (medians, measured). Four of 16 channels take 1.3 times as long so, 32 of
 * 4 channels 3 times, and dilated ones 2.5 to 10 times.
 */
function hasFewWideGroups(x: tf.Tensor, kernel: tf.Tensor): boolean {
  const each = kernel.shape[2] ?? 1;
  return each >= 32 && (x.shape[3] ?? 1) / each <= 4;
}

interface Soundness {
  readonly grouped: boolean;
  readonly dilated: boolean;
}

/** Of a library, tried once. */
const tried = new WeakMap<NativeBackend, Soundness>();

function soundness(backend: NativeBackend, fused: Fused): Soundness {
  const known = tried.get(backend);
  if (known) return known;
  const result = unrecorded(backend, () => ({
    grouped: agrees(fused, [1, 1], 2) && agrees(fused, [1, 1], 4),
    dilated: agrees(fused, [2, 1], 1) && agrees(fused, [2, 3], 1),
  }));
  tried.set(backend, result);
  return result;
}

/** Whether the op gives the numbers and gradients of the composition. */
function agrees(fused: Fused, dilation: readonly [number, number], groups: number): boolean {
  const wave = (shape: number[]) =>
    tf.reshape(tf.sin(tf.range(0, 1.7 * tf.util.sizeFromShape(shape) - 0.85, 1.7)), shape);
  const run = (op: Fused): tf.Tensor[] => {
    const options = { stride: [1, 1], padding: 'same', dilation } as const;
    const inputs = [wave([2, 5, 6, 4]), wave([3, 2, 4 / groups, 8])];
    const { value, grads } = tf.valueAndGrads((x, kernel) => {
      const y = op(x as tf.Tensor, kernel as tf.Tensor, options);
      return tf.sum(tf.mul(y, wave(y.shape)));
    })(inputs);
    return [value, ...grads];
  };
  return tf.tidy(() => {
    try {
      const expected = run(conv2d);
      return run(fused).every((got, i) => {
        const far = tf.max(tf.abs(tf.sub(got, expected[i] as tf.Tensor))).dataSync()[0] ?? Number.NaN;
        return far < 1e-3;
      });
    } catch {
      return false;
    }
  });
}

function convolutionAttributes({ stride, padding, dilation = [1, 1] }: Unpadded): OpAttributes {
  return {
    ...{ T: float, data_format: channelsLast, use_cudnn_on_gpu: { b: true } },
    strides: { i: [1, ...stride, 1] },
    dilations: { i: [1, ...dilation, 1] },
    padding: { s: padding.toUpperCase() },
    explicit_paddings: { i: [] },
  };
}
