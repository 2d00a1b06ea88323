import type { Field } from '../data/contract/field';
import type { PortRef } from '../graph/document';
import { everyStep } from '../layers/contract/every-step';
import type { ActivationName, Param, Params, Values } from '../layers/contract/params';
import type { Spec } from '../layers/contract/spec';
import { standingStill } from '../layers/contract/standing-still';
import type { Loss } from '../losses/contract/loss';
import { losses } from '../losses/contract/registry';
import { fnv1a } from './hash';
import { join } from './level';
import type { Placed, PlacedLevel } from './place';
import type { Call, Program, ProgramInput, ProgramOutput, ValueId, Weight } from './program';
import { paramsWithLoss } from './values';

interface Draft {
  readonly values: Spec[];
  readonly calls: Call[];
  readonly weights: Weight[];
  readonly weightIndex: Map<string, number>;
  readonly inputs: ProgramInput[];
  readonly outputs: ProgramOutput[];
  readonly taps: Map<string, ValueId>;
  /** Value → the call whose activation gave it. */
  readonly activated: Map<ValueId, Call>;
}

/** Ordered calls and a weight table of a net without errors; only what leads to an output takes part. */
export function buildProgram(root: PlacedLevel): Program {
  const draft: Draft = {
    values: [],
    calls: [],
    weights: [],
    weightIndex: new Map(),
    inputs: [],
    outputs: [],
    taps: new Map(),
    activated: new Map(),
  };
  addLevel(draft, root, new Map());
  const order = new Map(root.level.graph.nodes.map((node, i) => [node.id, i]));
  const inFileOrder = (a: { id: string }, b: { id: string }) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0);
  const { values, calls, weights, taps } = draft;
  return {
    values,
    calls,
    weights,
    inputs: draft.inputs.sort(inFileOrder),
    outputs: draft.outputs.sort(inFileOrder),
    taps,
  };
}

function addLevel(draft: Draft, { level, order, taking }: PlacedLevel, arriving: ReadonlyMap<string, ValueId>): void {
  const tapOf = ([id, port]: PortRef) => `${join(level.path, id)}.${port}`;
  for (const placed of order) {
    if (!taking.has(placed)) continue;
    const inputs = placed.entry.arrivals.map(({ edge, outer }) =>
      known(edge ? draft.taps.get(tapOf(edge.from)) : arriving.get(outer as string), placed),
    );
    addNode(draft, placed, inputs);
  }
}

function addNode(draft: Draft, placed: Placed, inputs: readonly ValueId[]): void {
  const { path, kind, entry, child } = placed;
  const tap = (port: number, value: ValueId) => {
    const name = kind?.outputs[port]?.name;
    if (name !== undefined) draft.taps.set(`${path}.${name}`, value);
  };
  if (entry.node.muted) {
    kind?.outputs.forEach((_, i) => {
      tap(i, known(inputs[0], placed));
    });
  } else if (child) {
    addLevel(draft, child, new Map(entry.arrivals.map((arrival, i) => [arrival.port, known(inputs[i], placed)])));
    kind?.outputs.forEach((port, i) => {
      const [id, inner] = child.level.exits[port.name] ?? [];
      tap(i, known(draft.taps.get(`${path}/${id}.${inner}`), placed));
    });
  } else if (kind?.role === 'input') {
    const spec = placed.outputs[0] as Spec;
    const value = draft.values.push(spec) - 1;
    draft.inputs.push({ id: path, value, spec, field: placed.field?.name });
    tap(0, value);
  } else if (kind?.role === 'output') {
    addOutput(draft, placed, known(inputs[0], placed));
  } else {
    addCall(draft, placed, inputs, tap);
  }
}

function addCall(
  draft: Draft,
  placed: Placed,
  inputs: readonly ValueId[],
  tap: (port: number, value: ValueId) => void,
): void {
  const known = placed.kind?.layer;
  if (!known) throw new Error(`${placed.path} has no layer in a net without errors`);
  const layer = placed.frozen ? standingStill(known, placed.weights) : known;
  const results = placed.outputs.map((spec) => draft.values.push(spec as Spec) - 1);
  const name = activationOf(placed);
  const activation = name === 'linear' ? undefined : { name, result: draft.values.push(placed.outputs[0] as Spec) - 1 };
  const call: Call = {
    path: placed.path,
    layer: everyStep(layer, placed.steps),
    params: placed.params,
    inputs,
    results,
    weights: addWeights(draft, placed),
    activation,
    stream: fnv1a(placed.weightPath),
  };
  draft.calls.push(call);
  results.forEach((value, i) => {
    tap(i, i === 0 && activation ? activation.result : value);
  });
  if (activation) draft.activated.set(activation.result, call);
}

function addWeights(draft: Draft, { weightPath, weights, frozen }: Placed): Record<string, number> {
  const indices: Record<string, number> = {};
  for (const [key, spec] of Object.entries(weights)) {
    const name = `${weightPath}.${key}`;
    let index = draft.weightIndex.get(name);
    if (index === undefined) {
      const trainable = spec.role !== 'state' && !frozen;
      index = draft.weights.push({ name, ...spec, trainable, stream: fnv1a(name) }) - 1;
      draft.weightIndex.set(name, index);
    }
    indices[key] = index;
  }
  return indices;
}

/** A softmax or sigmoid drawn before the output is the loss's own: the loss takes what came before it. */
function addOutput(draft: Draft, { path, kind, params, inputs, field }: Placed, value: ValueId): void {
  const loss = losses.get(String(valueOfType(kind?.params ?? {}, params, 'loss')));
  if (!loss) throw new Error(`${path} has no loss in a net without errors`);
  const drawn = draft.activated.get(value);
  const own = drawn?.activation?.name === loss.activation;
  const named = valueOfType(paramsWithLoss(kind?.params ?? {}, params), params, 'metrics');
  draft.outputs.push({
    id: path,
    logits: own ? (drawn?.results[0] as ValueId) : value,
    activation: loss.activation,
    spec: inputs[0] as Spec,
    loss,
    params,
    weight: typeof params.weight === 'number' ? params.weight : 1,
    metrics: Array.isArray(named) && named.length > 0 ? named : metricsFor(loss, field),
    trainingOnly: params.trainingOnly === true,
    field,
  });
}

/** What is reported where the output names nothing: accuracy, say, where a loss meets classes. */
const metricsFor = (loss: Loss, field: Field | undefined): readonly string[] =>
  (field?.role === 'label' && loss.labelMetrics) || loss.metrics;

/** The activation that a node's parameters choose, found by the parameter's type. */
function activationOf({ kind, params }: Placed): ActivationName {
  return (valueOfType(kind?.params ?? {}, params, 'activation') as ActivationName | undefined) ?? 'linear';
}

/** The value of the first parameter of a type. */
function valueOfType(params: Params, values: Values<Params>, type: Param['type']): unknown {
  for (const [name, param] of Object.entries(params)) {
    if (param.type === type) return values[name];
  }
  return undefined;
}

function known(value: ValueId | undefined, { path }: Placed): ValueId {
  if (value === undefined) throw new Error(`${path} has no input in a net without errors`);
  return value;
}
