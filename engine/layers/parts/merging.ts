import type { Tensor } from '@tensorflow/tfjs-core';
import type { Cure, Fault } from '../../graph/problems';
import { differs, needsFloat } from '../contract/faults';
import type { Ops } from '../contract/ops';
import { float, type Spec, sameShape, sampleShape } from '../contract/spec';

/** What several wires need to be merged into one. */
type Inputs = readonly [Spec, ...Spec[]];

/** A 1×1 convolution where only the number of maps differs. */
function sameMaps(first: Spec, got: Spec): readonly Cure[] {
  const [, height, width, channels] = first.shape;
  if (first.shape.length !== 4 || got.shape.length !== 4 || got.shape[1] !== height || got.shape[2] !== width) {
    return [];
  }
  return [
    {
      title: `Insert a 1×1 convolution with ${channels} ${channels === 1 ? 'filter' : 'filters'}`,
      insert: { kind: 'conv2d', params: { filters: Number(channels), kernel: [1, 1] } },
    },
  ];
}

/** The first input that `fits` says no to, or class numbers among them. */
function misfit(inputs: Inputs, fits: (first: Spec, other: Spec) => boolean): Fault | undefined {
  const [first] = inputs;
  const whole = inputs.findIndex((x) => x.dtype !== 'float32');
  if (whole >= 0) return needsFloat(whole, inputs[whole] ?? first);
  const other = inputs.findIndex((x) => !fits(first, x));
  const got = inputs[other] ?? first;
  return other < 0 ? undefined : differs(other, first, got, sameMaps(first, got));
}

/** All of one shape, which is the result's too. */
export const alikeShape = (inputs: Inputs): readonly Spec[] | Fault =>
  misfit(inputs, (first, other) => sameShape(other.shape, first.shape)) ?? [inputs[0]];

/** Two of them, else what is wrong. */
export const twoInputs = (inputs: readonly Spec[]): Fault | undefined =>
  inputs.length === 2 ? undefined : { code: 'shape/input-count', say: { expected: 'two', got: inputs.length } };

/** Two of one shape, compared as one number. */
export const distanceShape = (inputs: Inputs): readonly Spec[] | Fault => {
  const fault = twoInputs(inputs) ?? misfit(inputs, (first, other) => sameShape(other.shape, first.shape));
  return fault ?? [float(1)];
};

/**
 * How the values of `other` lie along the axes of `first`: the same shape; a 1 where one value serves a whole axis; or
 * a vector with one value for each channel. Undefined where they do not.
 */
function spreadShape(first: readonly number[], other: readonly number[]): number[] | undefined {
  const shape = other.length === 1 && first.length > 1 ? [...first.slice(1).map(() => 1), ...other] : [...other];
  const fits = shape.length === first.length && shape.every((size, axis) => size === 1 || size === first[axis]);
  return fits ? shape : undefined;
}

/** All are spread over the first, whose shape the result has. */
export const spreadingShape = (inputs: Inputs): readonly Spec[] | Fault =>
  misfit(inputs, (first, other) => spreadShape(sampleShape(first), sampleShape(other)) !== undefined) ?? [inputs[0]];

/** `other` [N, …] under the axes of `first`, for an op that spreads ones. */
export function spread(ops: Ops, first: Tensor, other: Tensor): Tensor {
  const shape = spreadShape(first.shape.slice(1), other.shape.slice(1)) ?? other.shape.slice(1);
  return ops.reshape(other, [other.shape[0] ?? 1, ...shape]);
}

/** [N, …] → [N, values of a sample]. */
export const inOneRow = (ops: Ops, x: Tensor): Tensor =>
  ops.reshape(x, [x.shape[0] ?? 1, x.shape.slice(1).reduce((a, b) => a * b, 1)]);
