import * as tf from '@tensorflow/tfjs-core';
import type { Layer, WeightSpec } from '../../../engine/layers/contract/layer';
import type { Params, Values } from '../../../engine/layers/contract/params';
import { layers } from '../../../engine/layers/contract/registry';
import type { Shape, Spec } from '../../../engine/layers/contract/spec';
import { initialValues } from '../../../engine/train/initial-values';
import type { StepOps } from '../../../engine/train/ops/portable';
import { uniform } from '../../../engine/train/random';
import { apart } from '../ops/numeric-gradient';

export const defaults = (params: Params): Values<Params> =>
  Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.default]));

export const valuesOf = (layer: Layer, given: object = {}): Values<Params> => ({ ...defaults(layer.params), ...given });

export const allLayers = [...layers.values()];
/** Kinds that compute: the ends of the net are fed and read by the engine. */
export const computing = allLayers.filter(({ role }) => role === undefined);

export const withBatch = (shape: Shape, batch: number): number[] => shape.map((size) => size ?? batch);

/** A small tensor of a spec: distinct values, or class numbers. */
export function sample(spec: Spec, batch: number, seed: number): tf.Tensor {
  const shape = withBatch(spec.shape, batch);
  if (spec.dtype === 'float32') return apart(shape, seed);
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Int32Array.from({ length: size }, (_, i) => (i * 7 + seed) % 5),
    shape,
    'int32',
  );
}

/** The same within −0.5 to 0.5, for comparing sums of many values. */
export const smallSample = (spec: Spec, batch: number, seed: number): tf.Tensor => {
  const x = sample(spec, batch, seed);
  return spec.dtype === 'float32' ? tf.sub(tf.tensor(uniform(x.size, [seed, 8]), x.shape), 0.5) : x;
};

/** What a weight may hold in the middle of a training: running variances stay positive. */
function someWeight({ shape, init }: WeightSpec, seed: number): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const spread = uniform(size, [seed, 7]).map((u) => (init === 'ones' ? 0.75 + u / 2 : u - 0.5));
  const drawn =
    init === 'ones' || init === 'zeros' || typeof init === 'object'
      ? spread
      : initialValues({ shape, init, stream: seed }, 1);
  return tf.tensor(drawn, [...shape]);
}

export function someWeights(layer: Layer, inputs: readonly Spec[], p: Values<Params>): Record<string, tf.Tensor> {
  const specs = Object.entries(layer.weights?.(inputs, p) ?? {});
  return Object.fromEntries(specs.map(([name, spec], i) => [name, someWeight(spec, i + 1)]));
}

/** The layer with its activation, as the compiler runs it. */
export function run(
  ops: StepOps,
  layer: Layer,
  inputs: readonly tf.Tensor[],
  weights: Readonly<Record<string, tf.Tensor>>,
  p: Values<Params>,
  training: boolean,
  batch = inputs[0]?.shape[0] ?? 2,
): tf.Tensor[] {
  const random = { seed: tf.tensor1d([3, 5], 'int32'), stream: 11 };
  const [first, ...rest] = layer.forward(ops, inputs, weights, p, { training, batch, random });
  const name = Object.keys(layer.params).find((key) => layer.params[key]?.type === 'activation');
  if (!first || !name) return first ? [first, ...rest] : [];
  return [ops.activation(first, p[name] as Parameters<StepOps['activation']>[1]), ...rest];
}
