import type { Field } from '../data/contract/field';
import type { Problem } from '../graph/problem';
import { isFault } from '../graph/problems';
import type { WeightSpecs } from '../layers/contract/layer';
import type { Params, Values } from '../layers/contract/params';
import type { Spec } from '../layers/contract/spec';
import { inside } from './expand';
import type { Kind } from './kinds';
import { type Arrival, type Entry, entriesOf, inOrder, type Level, portKey } from './level';
import { resolveParams } from './values';

/** One node at its place, with everything that is known of it. */
export interface Placed {
  readonly path: string;
  /** Where its weights are kept; differs from `path` for twins and for what is inside them. */
  readonly ownerPath: string;
  readonly entry: Entry;
  readonly kind: Kind | undefined;
  readonly params: Values<Params>;
  /** One for each arrival. */
  readonly inputs: readonly (Spec | undefined)[];
  readonly outputs: readonly (Spec | undefined)[];
  readonly weights: WeightSpecs;
  readonly macs: number;
  /** Weights are kept as they are: itself, its owner or a block around is frozen. */
  readonly frozen: boolean;
  readonly child?: PlacedLevel;
  /** The field that feeds it, or that it is compared with. */
  readonly field?: Field;
}

export interface PlacedLevel {
  readonly level: Level;
  /** Each after those that feed it. */
  readonly order: readonly Placed[];
  readonly byId: ReadonlyMap<string, Placed>;
}

export interface Inference {
  /** Fields after preparation; undefined where they are not known. */
  readonly fields: ReadonlyMap<string, Field> | undefined;
  readonly bind: Readonly<Record<string, string>>;
  readonly problems: Problem[];
}

const NO_WEIGHTS: WeightSpecs = {};

/** Shapes, weights and costs of one level and of all inside it. `arriving` are the specs at its own ports. */
export function inferLevel(
  level: Level,
  arriving: Readonly<Record<string, Spec | undefined>>,
  inference: Inference,
): PlacedLevel {
  const entries = entriesOf(level);
  const { order } = inOrder(entries);
  const specs = new Map<string, Spec | undefined>();
  const byId = new Map<string, Placed>();
  const arrived = (arrival: Arrival) =>
    arrival.edge ? specs.get(portKey(...arrival.edge.from)) : arriving[arrival.outer as string];
  const placed = order.map((entry) => {
    const at = place(level, entry, entry.arrivals.map(arrived), inference);
    byId.set(entry.node.id, at);
    entry.kind?.outputs.forEach((port, i) => {
      specs.set(portKey(entry.node.id, port.name), at.outputs[i]);
    });
    return at;
  });
  return { level, order: placed, byId };
}

function place(level: Level, entry: Entry, inputs: readonly (Spec | undefined)[], inference: Inference): Placed {
  const { node, owner, kind } = entry;
  const path = join(level.path, node.id);
  const { values } = kind ? resolveParams(kind.params, owner.params, level.env) : { values: {} as Values<Params> };
  const base = {
    path,
    ownerPath: join(level.ownerPath, owner.id),
    entry,
    kind,
    params: values,
    inputs,
    outputs: [] as (Spec | undefined)[],
    weights: NO_WEIGHTS,
    macs: 0,
    frozen: level.frozen || owner.frozen === true,
    field: kind?.role && level.path === '' ? boundField(node.id, inference) : undefined,
  };
  if (!kind) return base;
  if (node.muted) return { ...base, outputs: kind.outputs.map(() => inputs[0]) };
  if (kind.role === 'input' && base.field) return { ...base, outputs: [specOf(base.field)] };
  if (kind.layer) {
    const { layer } = kind;
    const enough = layer.inputs.every((port) => entry.arrivals.some((arrival) => arrival.port === port.name));
    if (!enough || inputs.some((spec) => spec === undefined)) return base;
    const known = inputs as readonly Spec[];
    const outputs = layer.shape(known, values);
    if (isFault(outputs)) return base;
    const weights = layer.weights?.(known, values) ?? NO_WEIGHTS;
    return { ...base, outputs, weights, macs: layer.cost?.(known, outputs, values).macs ?? 0 };
  }
  const opened = inside(level, base);
  if (!opened) return base;
  const arriving = Object.fromEntries(entry.arrivals.map((arrival, i) => [arrival.port, inputs[i]]));
  const child = inferLevel(opened, arriving, inference);
  const outputs = kind.outputs.map((port) => {
    const [id, inner] = opened.exits[port.name] ?? [];
    const from = id === undefined ? undefined : child.byId.get(id);
    return from?.outputs[from.kind?.outputs.findIndex((p) => p.name === inner) ?? -1];
  });
  return { ...base, outputs, child };
}

export const join = (path: string, id: string): string => (path === '' ? id : `${path}/${id}`);

function boundField(id: string, { fields, bind }: Inference): Field | undefined {
  return Object.hasOwn(bind, id) ? fields?.get(bind[id] as string) : undefined;
}

const specOf = (field: Field): Spec => ({ shape: [null, ...field.shape], dtype: field.dtype });
