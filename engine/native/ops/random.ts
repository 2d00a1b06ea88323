import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import type { NativeBackend } from '../binding';
import { runOp } from '../run-op';
import { float, int } from './attributes';

/** Random numbers by TensorFlow’s stateless generator. */
export const randomOps = (backend: NativeBackend): Partial<Ops> => ({
  /** Drawn where they are used, and anew at each run of a recorded graph: the seed is an input like any other. */
  randomUniform(shape, { seed, stream }) {
    const seeds = tf.add(seed, tf.tensor1d([stream, 0], 'int32'));
    const attributes = { dtype: float, T: int, Tseed: int };
    return runOp(backend, 'StatelessRandomUniform', [tf.tensor1d(shape, 'int32'), seeds], attributes);
  },
});
