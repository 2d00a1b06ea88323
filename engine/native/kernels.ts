import * as tf from '@tensorflow/tfjs-core';
import { ElementType, elementTypeOf, type NativeBackend, type TensorLike } from './binding';

/**
 * Kernels of tfjs-node that cannot be recorded as they are, written anew. tfjs finds a kernel by name and backend, so
 * that `tf.gather` and `tf.expandDims`, wherever they are called, run these.
 */
export function replaceKernels(backend: NativeBackend): void {
  replace('GatherV2', ({ inputs, attrs }) => {
    const [x, indices] = [inputs.x as TensorLike, inputs.indices as TensorLike];
    const { axis, batchDims } = attrs as { axis: number; batchDims: number };
    // tfjs-node's own reads every index in JavaScript to check it. TensorFlow checks them too, and a value must not be
    // read while a function is being recorded; on a GPU the read would also wait for everything before it.
    const axisTensor = tf.scalar(axis, 'int32');
    const result = backend.executeSingleOutput(
      'GatherV2',
      [
        { name: 'batch_dims', type: backend.binding.TF_ATTR_INT, value: batchDims },
        typeAttribute(backend, 'Tparams', elementTypeOf(backend, x)),
        typeAttribute(backend, 'Tindices', elementTypeOf(backend, indices)),
        typeAttribute(backend, 'Taxis', ElementType.int32),
      ],
      [x, indices, axisTensor],
    );
    axisTensor.dispose();
    return result;
  });

  replace('Mean', ({ inputs, attrs }) => {
    const x = inputs.x as tf.Tensor;
    const { axis, keepDims } = attrs as { axis: number | number[]; keepDims: boolean };
    // tfjs-node's own states the type of what it was given and passes on what it cast: eager TensorFlow looks past that.
    const numbers = tf.cast(x, 'float32');
    const axes = tf.tensor1d(tf.util.parseAxisParam(axis, x.shape), 'int32');
    const result = backend.executeSingleOutput(
      'Mean',
      [
        { name: 'keep_dims', type: backend.binding.TF_ATTR_BOOL, value: keepDims },
        typeAttribute(backend, 'T', ElementType.float32),
        typeAttribute(backend, 'Tidx', ElementType.int32),
      ],
      [numbers, axes],
    );
    tf.dispose([numbers, axes]);
    return result;
  });

  replace('Round', ({ inputs }) => {
    const x = inputs.x as TensorLike;
    const type = elementTypeOf(backend, x);
    // TensorFlow's Round gives zeros for int32.
    const op = type === ElementType.int32 ? 'Identity' : 'Round';
    return backend.executeSingleOutput(op, [typeAttribute(backend, 'T', type)], [x]);
  });

  replace('ExpandDims', ({ inputs, attrs }) => {
    const input = inputs.input as TensorLike;
    const axisTensor = tf.scalar((attrs as { dim: number }).dim, 'int32');
    // tfjs-node's own leaves the types to eager TensorFlow, which infers them; a graph has to state them.
    const result = backend.executeSingleOutput(
      'ExpandDims',
      [typeAttribute(backend, 'T', elementTypeOf(backend, input)), typeAttribute(backend, 'Tdim', ElementType.int32)],
      [input, axisTensor],
    );
    axisTensor.dispose();
    return result;
  });
}

function replace(kernelName: string, kernelFunc: tf.KernelFunc): void {
  if (tf.getKernel(kernelName, 'tensorflow')) tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({ kernelName, backendName: 'tensorflow', kernelFunc });
}

const typeAttribute = (backend: NativeBackend, name: string, value: number) => ({
  name,
  type: backend.binding.TF_ATTR_TYPE,
  value,
});
