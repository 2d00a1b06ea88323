import { sampleSize } from '../layers/contract/spec';
import type { Placed, PlacedLevel } from './place';
import type { NodeReport, Totals } from './program';
import { allPlaced } from './share';

const BYTES = 4;

/** Every node by path: top level in file order first, then what is inside, block by block. */
export function reportsOf(root: PlacedLevel): Map<string, NodeReport> {
  const counting = countingOf(root);
  const reports = new Map<string, NodeReport>();
  const levels = [root];
  for (const placedLevel of levels) {
    const inFileOrder = [...placedLevel.order].sort((a, b) => a.entry.index - b.entry.index);
    for (const placed of inFileOrder) {
      reports.set(placed.path, reportOf(placed, counting));
      if (placed.child) levels.push(placed.child);
    }
  }
  return reports;
}

interface Costs {
  readonly parameters: number;
  readonly trainable: number;
  readonly macs: number;
  readonly activationBytes: number;
}

/** Path of an owner of weights → the node where they are counted. */
type Counting = ReadonlyMap<string, Placed>;

/** Weights are counted where their owner stands; where it is muted, at the first of its twins that uses them. */
function countingOf(root: PlacedLevel): Counting {
  const counting = new Map<string, Placed>();
  for (const placed of allPlaced(root).values()) {
    if (Object.keys(placed.weights).length === 0) continue;
    if (placed.path === placed.ownerPath || !counting.has(placed.ownerPath)) counting.set(placed.ownerPath, placed);
  }
  return counting;
}

const known = new WeakMap<Placed, Costs>();

/** Of a block: the sums of what is inside. */
function costsOf(placed: Placed, counting: Counting): Costs {
  const before = known.get(placed);
  if (before) return before;
  const costs = placed.child
    ? sum(placed.child.order.map((inner) => costsOf(inner, counting)))
    : ownCosts(placed, counting);
  known.set(placed, costs);
  return costs;
}

function ownCosts(placed: Placed, counting: Counting): Costs {
  const own = counting.get(placed.ownerPath) === placed ? Object.values(placed.weights) : [];
  let parameters = 0;
  let trainable = 0;
  for (const { shape, role } of own) {
    const count = shape.reduce((a, b) => a * b, 1);
    parameters += count;
    if (role !== 'state' && !placed.frozen) trainable += count;
  }
  const results = placed.entry.node.muted ? [] : placed.outputs.filter((spec) => spec !== undefined);
  const activationBytes = results.reduce((bytes, spec) => bytes + sampleSize(spec) * BYTES, 0);
  return { parameters, trainable, macs: placed.macs, activationBytes };
}

function sum(costs: readonly Costs[]): Costs {
  let [parameters, trainable, macs, activationBytes] = [0, 0, 0, 0];
  for (const cost of costs) {
    parameters += cost.parameters;
    trainable += cost.trainable;
    macs += cost.macs;
    activationBytes += cost.activationBytes;
  }
  return { parameters, trainable, macs, activationBytes };
}

function reportOf(placed: Placed, counting: Counting): NodeReport {
  const slash = placed.path.lastIndexOf('/');
  return {
    path: placed.path,
    kind: placed.entry.node.kind,
    parent: slash < 0 ? undefined : placed.path.slice(0, slash),
    sharesWith: placed.ownerPath === placed.path ? undefined : placed.ownerPath,
    inputs: placed.inputs,
    outputs: placed.outputs,
    steps: placed.steps,
    ...costsOf(placed, counting),
  };
}

/**
 * Sums of everything drawn. Memory is an estimate in bytes: each weight once, its gradient and its optimizer's slots
 * where it is trained, and for each sample of the batch every result twice (its value, and its gradient).
 */
export function totalsOf(root: PlacedLevel, batch: number, slots: number): Totals {
  const counting = countingOf(root);
  const { parameters, trainable, macs, activationBytes } = sum(root.order.map((placed) => costsOf(placed, counting)));
  const memory = BYTES * (parameters + trainable * (1 + slots)) + 2 * batch * activationBytes;
  return { parameters, trainable, macs, memory };
}
