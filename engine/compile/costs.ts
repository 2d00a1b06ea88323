import { sampleSize } from '../layers/contract/spec';
import type { Placed, PlacedLevel } from './place';
import type { NodeReport, Totals } from './program';

const BYTES = 4;

/** Every node by path: top level in file order first, then what is inside, block by block. */
export function reportsOf(root: PlacedLevel): Map<string, NodeReport> {
  const reports = new Map<string, NodeReport>();
  const levels = [root];
  for (const placedLevel of levels) {
    const inFileOrder = [...placedLevel.order].sort((a, b) => a.entry.index - b.entry.index);
    for (const placed of inFileOrder) {
      reports.set(placed.path, reportOf(placed));
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

const known = new WeakMap<Placed, Costs>();

/** Of a block: the sums of what is inside. */
function costsOf(placed: Placed): Costs {
  const before = known.get(placed);
  if (before) return before;
  const costs = placed.child ? sum(placed.child.order.map(costsOf)) : ownCosts(placed);
  known.set(placed, costs);
  return costs;
}

function ownCosts(placed: Placed): Costs {
  const own = placed.ownerPath === placed.path ? Object.values(placed.weights) : [];
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

function reportOf(placed: Placed): NodeReport {
  const slash = placed.path.lastIndexOf('/');
  return {
    path: placed.path,
    kind: placed.entry.node.kind,
    parent: slash < 0 ? undefined : placed.path.slice(0, slash),
    sharesWith: placed.ownerPath === placed.path ? undefined : placed.ownerPath,
    inputs: placed.inputs,
    outputs: placed.outputs,
    steps: placed.steps,
    ...costsOf(placed),
  };
}

/**
 * Sums of everything drawn. Memory is an estimate in bytes: each weight once, its gradient and its optimizer's slots
 * where it is trained, and for each sample of the batch every result twice (its value, and its gradient).
 */
export function totalsOf(root: PlacedLevel, batch: number, slots: number): Totals {
  const { parameters, trainable, macs, activationBytes } = sum(root.order.map(costsOf));
  const memory = BYTES * (parameters + trainable * (1 + slots)) + 2 * batch * activationBytes;
  return { parameters, trainable, macs, memory };
}
