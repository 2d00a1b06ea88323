import type { GraphEdge } from '../graph/document';
import type { Fix } from '../graph/problem';
import { reaches } from '../graph/reaches';
import { fixes } from './fixes';
import { addressOf, type Inference, type Placed, type PlacedLevel, problemAt, tell } from './place';

/** Most nodes that a loose end proposes to be connected to, and most loose ends that propose any. */
const PROPOSALS = 2;
const PROPOSING = 20;

/**
 * Loose ends of what takes part, which keep training from starting, and nodes that take no part, which do not.
 */
export function checkParts(placed: PlacedLevel, inference: Inference): void {
  const { level, order, taking } = placed;
  const noEnds = taking.size === 0;
  const wired = new Set(level.graph.edges.flatMap(({ from, to }) => [from[0], to[0]]));
  for (const at of order) {
    if (taking.has(at)) checkTaking(placed, at, inference);
    else if (!noEnds || (!level.within && !wired.has(at.entry.node.id))) warnIdle(placed, at, wired, inference);
    if (at.child) checkParts(at.child, inference);
  }
}

function checkTaking(placed: PlacedLevel, at: Placed, inference: Inference): void {
  const { level } = placed;
  const { node, kind, arrivals } = at.entry;
  if (node.muted && kind?.role === 'input') {
    const edits = [{ type: 'setFlag', ids: [node.id], flag: 'muted', value: false } as const];
    const fix = { title: `Let ${node.id} take part`, edits };
    inference.problems.push(problemAt(level, node.id, 'node/muted-end', {}, { fixes: [fix] }));
  }
  for (const { name } of kind?.inputs ?? []) {
    if (arrivals.some(({ port }) => port === name) || feedsNothing(at, name)) continue;
    const few = inference.problems.length < PROPOSING;
    const say = { port: (kind?.inputs.length ?? 0) > 1 ? `the port ${name}` : 'the input' };
    const where = { port: name, fixes: few ? fixes(...connections(placed, at, name)) : undefined };
    tell(inference, level, `${node.id}\n${name}`, problemAt(level, node.id, 'wire/missing', say, where));
  }
}

/** A block's port that leads nowhere inside needs nothing from outside. */
const feedsNothing = ({ child }: Placed, port: string): boolean => child?.level.entries[port]?.length === 0;

/** Wires from nodes whose results go nowhere yet, the nearest in the file first. */
function connections({ level, order, byId }: PlacedLevel, at: Placed, port: string): Fix[] {
  const address = addressOf(level);
  if (!address) return [];
  const used = new Set(level.graph.edges.map(({ from }) => from[0]));
  const behind = (id: string) => reaches(level.graph, at.entry.node.id, id);
  const distance = ({ entry }: Placed) => Math.abs(entry.index - at.entry.index);
  return order
    .filter(({ entry, kind }) => kind?.outputs.length && !used.has(entry.node.id) && entry !== at.entry)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, 2 * PROPOSALS)
    .filter(({ entry }) => !behind(entry.node.id))
    .slice(0, PROPOSALS)
    .flatMap(({ entry }): Fix[] => {
      const output = byId.get(entry.node.id)?.kind?.outputs[0]?.name;
      if (output === undefined) return [];
      const edge: GraphEdge = { from: [entry.node.id, output], to: [at.entry.node.id, port] };
      return [{ title: `Connect ${entry.node.id}`, edits: [{ type: 'connect', ...address, edge }] }];
    });
}

function warnIdle({ level }: PlacedLevel, at: Placed, wired: ReadonlySet<string>, inference: Inference): void {
  const { node } = at.entry;
  const address = addressOf(level);
  // Muted nodes take no part because a person wants it so.
  if (node.muted || !address) return;
  const outside = Object.values(level.entries).some((refs) => refs.some(([id]) => id === node.id));
  const code = wired.has(node.id) || outside ? 'node/no-part' : 'node/not-connected';
  const fix: Fix = { title: `Delete ${node.id}`, edits: [{ type: 'removeNodes', ...address, ids: [node.id] }] };
  tell(inference, level, node.id, problemAt(level, node.id, code, {}, { fixes: [fix] }));
}

/** Every shape is known: nothing keeps a node from being run. Loose ends are errors of their own. */
export const isComplete = ({ kind, inputs, outputs }: Placed): boolean =>
  kind !== undefined &&
  inputs.every((spec) => spec !== undefined) &&
  outputs.length === kind.outputs.length &&
  outputs.every((spec) => spec !== undefined);
