import type { Field } from '../data/contract/field';
import { type Cure, type Fault, isFault, problem } from '../graph/problems';
import { everyStep, stepsOf } from '../layers/contract/every-step';
import type { Layer, WeightSpecs } from '../layers/contract/layer';
import type { Params, Values } from '../layers/contract/params';
import type { Spec } from '../layers/contract/spec';
import { checkLevel } from './check';
import { checkParams } from './check-params';
import { inside } from './expand';
import { faultProblem } from './faults';
import { type Arrival, type Entry, entriesOf, inOrder, join, type Level, portKey, weightNameOf } from './level';
import { factsOf, resolveOnce } from './memo';
import { takingPart } from './participation';
import { type Inference, MOST_PLACED, type Placed, type PlacedLevel } from './place';

const NO_WEIGHTS: WeightSpecs = {};

/** Shapes, weights and costs of one level and of all inside it. `arriving` are the specs at its own ports. */
export function inferLevel(
  level: Level,
  arriving: Readonly<Record<string, Spec | undefined>>,
  inference: Inference,
): PlacedLevel {
  const entries = entriesOf(level);
  const { order, circular } = inOrder(entries);
  checkLevel(level, entries, circular, inference);
  const specs = new Map<string, Spec | undefined>();
  const byId = new Map<string, Placed>();
  const arrived = (arrival: Arrival) =>
    arrival.edge ? specs.get(portKey(...arrival.edge.from)) : arriving[arrival.outer as string];
  const placed: Placed[] = [];
  for (const entry of [...order, ...circular]) {
    const at = place(level, entry, entries, entry.arrivals.map(arrived), inference);
    byId.set(entry.node.id, at);
    placed.push(at);
    entry.kind?.outputs.forEach((port, i) => {
      specs.set(portKey(entry.node.id, port.name), at.outputs[i]);
    });
  }
  return { level, order: placed, byId, taking: takingPart(level, placed, byId) };
}

function place(
  level: Level,
  entry: Entry,
  entries: ReadonlyMap<string, Entry>,
  inputs: readonly (Spec | undefined)[],
  inference: Inference,
): Placed {
  const { node, owner, kind } = entry;
  const { values, faults } = kind
    ? resolveOnce(kind, owner.params, level.env)
    : { values: {} as Values<Params>, faults: [] };
  if (faults.length > 0) checkParams(level, entry, faults, inference);
  const base: Placed = {
    path: join(level.path, node.id),
    ownerPath: join(level.ownerPath, owner.id),
    weightPath: join(level.weightPath, weightNameOf(owner, entries)),
    entry,
    level,
    kind,
    params: values,
    inputs,
    outputs: [],
    weights: NO_WEIGHTS,
    macs: 0,
    steps: level.steps,
    frozen: level.frozen || owner.frozen === true,
    field: kind?.role && !level.within ? boundField(node.id, inference) : undefined,
  };
  inference.placed++;
  if (inference.placed === MOST_PLACED + 1) {
    inference.problems.push(problem('graph/too-large', { limit: MOST_PLACED.toLocaleString('en-GB') }));
  }
  if (!kind || inference.placed > MOST_PLACED) return base;
  if (node.muted) return { ...base, outputs: kind.outputs.map(() => inputs[0]) };
  if (kind.role === 'input') return { ...base, outputs: [inputSpec(base)] };
  const steps = stepsOf(inputs, level.steps, node.everyStep === true && kind.inputs.length > 0 && !kind.role);
  if (isFault(steps)) {
    inference.problems.push(faultProblem(level, entry, steps, inputs));
    return base;
  }
  const at: Placed = steps ? { ...base, steps } : base;
  return kind.layer ? placeLayer(at, inference) : placeBlock(at, inference);
}

/** An input takes its field's form; without data it states its own. */
function inputSpec({ kind, params, field }: Placed): Spec | undefined {
  if (field) return { shape: [null, ...field.shape], dtype: field.dtype };
  const stated = kind?.layer?.shape([], params);
  const spec = stated && !isFault(stated) ? stated[0] : undefined;
  return spec && spec.shape.length > 1 ? spec : undefined;
}

function placeLayer(at: Placed, inference: Inference): Placed {
  const { entry, level } = at;
  const layer = at.kind?.layer;
  const complete = layer?.inputs.every(({ name }) => entry.arrivals.some(({ port }) => port === name));
  if (!layer || !complete || at.inputs.some((spec) => spec === undefined)) return at;
  const inputs = at.inputs as readonly Spec[];
  const { outputs, weights, macs, faults } = factsOf(entry.node, everyStep(layer, at.steps), at.params, inputs);
  for (const fault of faults) {
    const cures = [...(fault.cures ?? []), ...stepwise(layer, at, fault)];
    inference.problems.push(faultProblem(level, entry, { ...fault, cures }, inputs));
  }
  return { ...at, outputs, weights, macs };
}

/** A layer that takes other axes may take what stands at each step. */
function stepwise(layer: Layer, { entry, level, params, inputs }: Placed, { code }: Fault): Cure[] {
  if (entry.node.everyStep || !code.startsWith('shape/needs-')) return [];
  const steps = stepsOf(inputs, level.steps, true);
  if (!steps || isFault(steps) || isFault(everyStep(layer, steps).shape(inputs as readonly Spec[], params))) return [];
  return [{ title: 'Apply it to every step', everyStep: true }];
}

function placeBlock(at: Placed, inference: Inference): Placed {
  const { entry, inputs, kind } = at;
  const opened = inside(at.level, at);
  if (isFault(opened)) {
    inference.problems.push(faultProblem(at.level, entry, opened, inputs));
    return at;
  }
  const arriving = Object.fromEntries(entry.arrivals.map(({ port }, i) => [port, inputs[i]]));
  const child = inferLevel(opened, arriving, inference);
  const outputs = (kind?.outputs ?? []).map((port) => {
    const [id, inner] = opened.exits[port.name] ?? [];
    const from = id === undefined ? undefined : child.byId.get(id);
    return from?.outputs[from.kind?.outputs.findIndex(({ name }) => name === inner) ?? -1];
  });
  return { ...at, outputs, child };
}

function boundField(id: string, { fields, bind }: Inference): Field | undefined {
  return Object.hasOwn(bind, id) ? fields?.get(bind[id] as string) : undefined;
}
