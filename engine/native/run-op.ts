import type { Tensor } from '@tensorflow/tfjs-core';
import type { Binding, NativeBackend, OpAttribute } from './binding';

export type OpAttributes = Readonly<
  Record<string, { type: number } | { i: number | readonly number[] } | { f: number } | { b: boolean } | { s: string }>
>;

/**
 * Runs one TensorFlow op by name, also one that tfjs does not know, and gives its results. It stands outside tfjs's
 * gradients: what needs one wraps it (withGradient).
 */
export function runOps(
  backend: NativeBackend,
  op: string,
  inputs: Tensor[],
  attributes: OpAttributes,
  results: number,
): Tensor[] {
  const list = Object.entries(attributes).map(([name, value]) => opAttribute(backend.binding, name, value));
  return backend.executeMultipleOutputs(op, list, inputs, results);
}

/** The same for an op with one result. */
export const runOp = (backend: NativeBackend, op: string, inputs: Tensor[], attributes: OpAttributes): Tensor =>
  runOps(backend, op, inputs, attributes, 1)[0] as Tensor;

function opAttribute(binding: Binding, name: string, value: OpAttributes[string]): OpAttribute {
  if ('type' in value) return { name, type: binding.TF_ATTR_TYPE, value: value.type };
  if ('i' in value) return { name, type: binding.TF_ATTR_INT, value: value.i };
  if ('f' in value) return { name, type: binding.TF_ATTR_FLOAT, value: value.f };
  if ('b' in value) return { name, type: binding.TF_ATTR_BOOL, value: value.b };
  return { name, type: binding.TF_ATTR_STRING, value: value.s };
}
