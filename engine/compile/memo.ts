import type { Inside } from '../blocks/contract/block';
import type { GraphNode, ParamValue } from '../graph/document';
import { type Fault, isFault } from '../graph/problems';
import type { Layer, WeightSpecs } from '../layers/contract/layer';
import type { Params, Values } from '../layers/contract/params';
import { type Spec, sameShape, sampleSize } from '../layers/contract/spec';
import type { Kind } from './kinds';
import { isBinding, type Resolved, resolveParams } from './values';

/*
 * An edit changes one node and leaves the others the same objects, so what follows from a node alone is kept with the
 * object and used again at the next edit. Nothing here depends on where a node stands.
 */

/** Most values that one tensor can hold: TensorFlow.js counts them in an int32. */
const MOST_VALUES = 2 ** 31 - 1;

/** What follows from a layer, its parameters and what comes in. */
export interface Facts {
  /** Empty where a fault leaves them open. */
  readonly outputs: readonly Spec[];
  readonly weights: WeightSpecs;
  readonly macs: number;
  readonly faults: readonly Fault[];
}

const NO_PARAMS: Readonly<Record<string, ParamValue>> = {};
const resolved = new WeakMap<object, { readonly params: Params; readonly result: Resolved }>();
const defaults = new WeakMap<Params, Resolved>();

/** As `resolveParams`; the same values for the same parameter object. */
export function resolveOnce(
  { params }: Kind,
  given: Readonly<Record<string, ParamValue>> = NO_PARAMS,
  env?: Values<Params>,
): Resolved {
  if (given === NO_PARAMS) {
    const known = defaults.get(params) ?? resolveParams(params);
    defaults.set(params, known);
    return known;
  }
  const known = resolved.get(given);
  if (known?.params === params) return known.result;
  const result = resolveParams(params, given, env);
  if (!Object.values(given).some(isBinding)) resolved.set(given, { params, result });
  return result;
}

interface Seen<K, T> {
  readonly by: K;
  readonly values: Values<Params>;
  readonly inputs: readonly (Spec | undefined)[];
  readonly result: T;
}

const facts = new WeakMap<GraphNode, Seen<Layer, Facts>>();
const opened = new WeakMap<GraphNode, Seen<Kind, Inside | Fault>>();

/** Shapes, weights and costs of a layer with all its inputs. */
export const factsOf = (node: GraphNode, layer: Layer, values: Values<Params>, inputs: readonly Spec[]): Facts =>
  once(facts, node, layer, values, inputs, () => workOut(layer, values, inputs));

/** What is inside an instance of a built-in block. */
export const insideOf = (
  node: GraphNode,
  kind: Kind,
  values: Values<Params>,
  inputs: readonly (Spec | undefined)[],
): Inside | Fault | undefined => {
  const { block } = kind;
  return block && once(opened, node, kind, values, inputs, () => block.inside(values, inputs));
};

function once<K, T>(
  memory: WeakMap<GraphNode, Seen<K, T>>,
  node: GraphNode,
  by: K,
  values: Values<Params>,
  inputs: readonly (Spec | undefined)[],
  make: () => T,
): T {
  const seen = memory.get(node);
  if (seen?.by === by && sameValues(seen.values, values) && sameSpecs(seen.inputs, inputs)) return seen.result;
  const result = make();
  memory.set(node, { by, values, inputs, result });
  return result;
}

const sameSpecs = (a: readonly (Spec | undefined)[], b: readonly (Spec | undefined)[]): boolean =>
  a.length === b.length &&
  a.every((spec, i) => {
    const other = b[i];
    return spec === other || (spec && other && spec.dtype === other.dtype && sameShape(spec.shape, other.shape));
  });

/** Lists count as the same only where they are the same object, which they are as long as nobody edits them. */
function sameValues(a: Values<Params>, b: Values<Params>): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function workOut(layer: Layer, values: Values<Params>, inputs: readonly Spec[]): Facts {
  const outputs = layer.shape(inputs, values);
  const fault = isFault(outputs) ? outputs : tooLarge(outputs);
  if (isFault(outputs) || fault) return { outputs: [], weights: {}, macs: 0, faults: fault ? [fault] : [] };
  const weights = layer.weights?.(inputs, values) ?? {};
  const macs = layer.cost?.(inputs, outputs, values).macs ?? 0;
  return { outputs, weights, macs, faults: heavyWeights(weights) };
}

function tooLarge(outputs: readonly Spec[]): Fault | undefined {
  const spec = outputs.find((output) => sampleSize(output) > MOST_VALUES);
  return spec && { code: 'shape/too-large', say: { count: figure(sampleSize(spec)) } };
}

function heavyWeights(weights: WeightSpecs): Fault[] {
  return Object.entries(weights).flatMap(([weight, { shape }]): Fault[] => {
    const count = shape.reduce((a, b) => a * b, 1);
    if (count <= MOST_VALUES) return [];
    return [{ code: 'shape/weight-too-large', say: { weight, count: figure(count), most: figure(MOST_VALUES) } }];
  });
}

const figure = (count: number): string => count.toLocaleString('en-GB');
