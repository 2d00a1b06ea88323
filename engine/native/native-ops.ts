import * as tf from '@tensorflow/tfjs-core';
import { portableOps, type StepOps } from '../train/ops/portable';
import { ElementType, type NativeBackend } from './binding';

/**
 * The ops on native TensorFlow: tfjs's own, but for those that it lacks or that would read a value in JavaScript and
 * so could not be recorded.
 */
export function nativeOps(backend: NativeBackend): StepOps {
  const { TF_ATTR_TYPE } = backend.binding;
  const type = (name: string, value: number) => ({ name, type: TF_ATTR_TYPE, value });
  return portableOps({
    randomUniform(shape, key) {
      const seed = tf.add(key.seed, tf.tensor1d([key.stream, 0], 'int32'));
      return backend.executeSingleOutput(
        'StatelessRandomUniform',
        [type('dtype', ElementType.float32), type('T', ElementType.int32), type('Tseed', ElementType.int32)],
        [tf.tensor1d(shape, 'int32'), seed],
      );
    },
  });
}
