import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { nativeOps } from '../../../engine/native/native-ops';
import { portableOps, type StepOps } from '../../../engine/train/ops/portable';
import { nativeForTests } from '../native/native';

/** Where ops run: TensorFlow, and tfjs's own backend in JavaScript. */
export const places = ['native', 'portable'] as const;
export type Place = (typeof places)[number];

/** Sets the backend and gives its ops. */
export async function opsAt(place: Place): Promise<StepOps> {
  if (place === 'native') {
    const { backend } = nativeForTests();
    await tf.setBackend('tensorflow');
    return nativeOps(backend);
  }
  // Loading TensorFlow first keeps tfjs from advertising it.
  nativeForTests();
  await tf.setBackend('cpu');
  return portableOps();
}

/** `[…]` with a period, spread over −0.5 to 0.5: what the numbers of other libraries in these tests were made from. */
export function pattern(shape: readonly number[], times = 7, period = 11): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, (_, i) => (((i * times) % period) - Math.floor(period / 2)) / 10);
  return tf.tensor(values, [...shape]);
}

/** Sum of the products with the pattern that the other libraries' gradients were taken of. */
export const weighed = (y: tf.Tensor): tf.Scalar => tf.sum(tf.mul(y, pattern(y.shape, 3, 5)));
