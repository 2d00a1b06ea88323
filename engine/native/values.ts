import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { ElementType, elementTypeOf, type NativeBackend, type TensorData, type TensorLike } from './binding';
import type { TensorValue } from './graph-def';

type PlainType = typeof ElementType.float32 | typeof ElementType.int32 | typeof ElementType.bool;

/** Whether JavaScript holds numbers of this type as they are. */
export const isPlainType = (dtype: number): dtype is PlainType =>
  dtype === ElementType.float32 || dtype === ElementType.int32 || dtype === ElementType.bool;

/** tfjs may hold values in a plain list until TensorFlow needs them. */
export function arrayOf(dtype: PlainType, values: TensorData): TensorData {
  if (dtype === ElementType.float32) return values instanceof Float32Array ? values : Float32Array.from(values);
  if (dtype === ElementType.int32) return values instanceof Int32Array ? values : Int32Array.from(values);
  return values instanceof Uint8Array ? values : Uint8Array.from(values);
}

/** What a tensor holds; not copied where TensorFlow has not seen it yet. Throws a RangeError for text and the like. */
export function tensorValue(backend: NativeBackend, x: TensorLike): TensorValue {
  const dtype = elementTypeOf(backend, x);
  if (!isPlainType(dtype)) throw new RangeError(`A tensor of the element type ${dtype} cannot be fed`);
  return { dtype, shape: x.shape, data: arrayOf(dtype, backend.readSync(x.dataId)) };
}

/** A tensor over the value's own memory. The caller disposes it. */
export function tensorOf({ dtype, shape, data }: TensorValue): Tensor {
  if (dtype === ElementType.bool) return tensor(data, [...shape], 'bool');
  if (dtype === ElementType.float32) return tensor(data, [...shape], 'float32');
  return tensor(data instanceof Int32Array ? data : Int32Array.from(data), [...shape], 'int32');
}
