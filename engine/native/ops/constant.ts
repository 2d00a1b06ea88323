import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import { markGiven } from '../given-constants';

/** Constants that recordings know as stated. */
export const constantOps = (): Partial<Ops> => ({
  constant: (values, shape, dtype = 'float32') =>
    markGiven(tf.tensor(dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), shape, dtype)),
});
