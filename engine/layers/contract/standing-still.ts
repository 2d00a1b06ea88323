import type { Layer, WeightSpecs } from './layer';

const made = new WeakMap<Layer, Layer>();

/**
 * The layer of a frozen node. Where it keeps running statistics they stand still: in training it normalises with them
 * as it does afterwards (as a frozen BatchNormalization of Keras does), so that no sample depends on its batch.
 */
export function standingStill(layer: Layer, weights: WeightSpecs): Layer {
  if (!Object.values(weights).some(({ role }) => role === 'state')) return layer;
  const { batchwise: _, ...rest } = layer;
  const still = made.get(layer) ?? {
    ...rest,
    forward: (ops, inputs, own, p, context) => layer.forward(ops, inputs, own, p, { ...context, training: false }),
  };
  made.set(layer, still);
  return still;
}
