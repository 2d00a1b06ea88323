import type { Tensor } from '@tensorflow/tfjs-core';
import { type Fault, isFault } from '../../graph/fault';
import { sends } from './faults';
import type { Layer, Reach } from './layer';
import { type Spec, shapeText, sizeOf } from './spec';

/*
 * Time-distributed application: a layer that knows single samples goes over every step of a sequence by itself, with
 * the same weights, when the steps are folded into the batch. It is done here for all layers, so that none knows of it.
 */

/** What stands at one step: a spec without so many of its first axes. */
export const atOneStep = <S extends Spec | undefined>(spec: S, axes: number): S =>
  spec && axes > 0 ? { ...spec, shape: [spec.shape[0] ?? null, ...spec.shape.slice(1 + axes)] } : spec;

/**
 * Lengths of the axes that a node goes over: those that the block around goes over already, and one more where the
 * node is applied to every step. Undefined where nothing that is known comes in.
 */
export function stepsOf(
  inputs: readonly (Spec | undefined)[],
  around: readonly number[],
  everyStep: boolean,
): readonly number[] | Fault | undefined {
  if (!everyStep) return around;
  const at = inputs.findIndex((spec) => spec !== undefined);
  const spec = inputs[at];
  if (!spec) return undefined;
  const length = spec.shape[around.length + 1];
  return length ? [...around, length] : noSteps(at, spec, around);
}

const ONCE = { title: 'Apply it once', everyStep: false } as const;

const noSteps = (input: number, spec: Spec, steps: readonly number[]): Fault => {
  const expected = [...steps, 'L', 'C'].join('×');
  return { code: 'shape/needs-steps', input, expected, say: { what: sends(spec) }, cures: [ONCE] };
};

const made = new WeakMap<Layer, Map<string, Layer>>();

/** The layer with `steps` before the axes of each sample, in what comes in and what goes out. */
export function everyStep(layer: Layer, steps: readonly number[]): Layer {
  if (steps.length === 0) return layer;
  const known = made.get(layer) ?? new Map<string, Layer>();
  made.set(layer, known);
  const key = steps.join('×');
  const before = known.get(key);
  if (before) return before;
  const over = overSteps(layer, steps);
  known.set(key, over);
  return over;
}

function overSteps(layer: Layer, steps: readonly number[]): Layer {
  const axes = steps.length;
  const count = sizeOf(steps);
  const single = (specs: readonly Spec[]) => specs.map((spec) => atOneStep(spec, axes));
  const { explainShape, window, weights, cost } = layer;
  return {
    ...layer,
    shape(inputs, p) {
      const fault = othersThan(steps, inputs);
      if (fault) return fault;
      const answer = layer.shape(single(inputs), p);
      if (isFault(answer)) return saidOfSteps(answer);
      return answer.map(({ shape: [batch = null, ...rest], dtype }) => ({ shape: [batch, ...steps, ...rest], dtype }));
    },
    explainShape: explainShape && ((inputs, p) => explainShape(single(inputs), p)),
    window: window && ((inputs, p) => besideSteps(window(single(inputs), p), axes)),
    weights: weights && ((inputs, p) => weights(single(inputs), p)),
    cost: cost && ((inputs, outputs, p) => ({ macs: count * cost(single(inputs), single(outputs), p).macs })),
    forward(ops, inputs, own, p, context) {
      const { batch } = context;
      const folded = inputs.map((x): Tensor => ops.reshape(x, [batch * count, ...x.shape.slice(1 + axes)]));
      const results = layer.forward(ops, folded, own, p, { ...context, batch: batch * count });
      return results.map((y) => ops.reshape(y, [batch, ...steps, ...y.shape.slice(1)]));
    },
  };
}

/** A step sees itself only. */
export const besideSteps = ({ size, stride }: Reach, axes: number): Reach => {
  const ones = Array<number>(axes).fill(1);
  return { size: [...ones, ...size], stride: [...ones, ...stride] };
};

/** All that comes in has the same steps. */
function othersThan(steps: readonly number[], inputs: readonly Spec[]): Fault | undefined {
  const input = inputs.findIndex(({ shape }) => steps.some((length, at) => shape[at + 1] !== length));
  const spec = inputs[input];
  if (!spec) return undefined;
  const say = { expected: steps.join('×'), got: shapeText(spec) };
  return { code: 'shape/steps', input, expected: `${say.expected}×…`, got: say.got, say, cures: [ONCE] };
}

/** What the layer found at one step. */
function saidOfSteps(fault: Fault): Fault {
  const what = fault.say?.what;
  const say = { ...fault.say, ...(what !== undefined && { what: `${what} at every step` }) };
  return { ...fault, say, cures: [...(fault.cures ?? []), ONCE] };
}
