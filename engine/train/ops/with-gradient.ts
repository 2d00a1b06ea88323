import * as tf from '@tensorflow/tfjs-core';

/**
 * A value with a gradient of its own. `compute` works out the value of `inputs` and hands `save` what `gradients`
 * will need; that gives one tensor for each input, from dy and the saved ones.
 */
export function withGradient(
  inputs: readonly tf.Tensor[],
  compute: (save: (tensors: tf.Tensor[]) => void) => tf.Tensor,
  gradients: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[],
): tf.Tensor {
  const apply = tf.customGrad((...given) => {
    const save = given[given.length - 1] as tf.GradSaveFunc;
    return { value: compute(save), gradFunc: gradients };
  });
  return apply(...inputs);
}
