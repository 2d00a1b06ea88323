import type { Problem } from '../graph/problem';
import { type Fault, problem } from '../graph/problems';
import { sends } from '../layers/contract/faults';
import { flowOf, type Spec, shapeText } from '../layers/contract/spec';
import { fixes, fixOf, type Wire } from './fixes';
import { type Arrival, type Entry, join, type Level } from './level';
import { addressOf, filePath, plainEdge } from './place';

/** What a layer, block or loss found, as a problem at the node and wire that a person can change. */
export function faultProblem(level: Level, entry: Entry, fault: Fault, inputs: readonly (Spec | undefined)[]): Problem {
  const wire = fault.input === undefined ? undefined : wireOf(level, entry.arrivals[fault.input]);
  const seat = wire ? seatOf(wire, level, entry) : editableSeat(level, entry);
  const node = join(seat.level.path, seat.entry.node.id);
  const complaining = join(level.path, entry.node.id);
  const spec = fault.input === undefined ? undefined : inputs[fault.input];
  const got = fault.got ?? (spec && shapeText(spec));
  const from = wire ? join(wire.level.path, wire.edge.from[0]) : 'nothing';
  const what = spec && (fault.say?.what ?? sends(spec)) === sends(spec) ? withShape(spec) : (fault.say?.what ?? '');
  const say = { expected: fault.expected ?? '', got: got ?? '', ...fault.say, node, from, what };
  const path = fault.param === undefined ? undefined : filePath(level, entry.index);
  return problem(fault.code, say, {
    node,
    ...(seat.level.path !== '' && { outermost: node.split('/')[0] }),
    ...(complaining !== node && { inner: complaining }),
    ...(wire && { port: wire.edge.to[1], edge: plainEdge(wire.edge) }),
    ...(path && { path: `${path}.params.${fault.param}` }),
    expected: fault.expected,
    got,
    fixes: fixes(...(fault.cures ?? []).map((cure) => fixOf(cure, level, entry, wire))),
  });
}

/** The wire over which something arrives, in the level that draws it: further out for a block's own input. */
function wireOf(level: Level, arrival: Arrival | undefined): Wire | undefined {
  if (!arrival) return undefined;
  if (arrival.edge) return { level, edge: arrival.edge };
  const { within } = level;
  return (
    within &&
    wireOf(
      within.level,
      within.entry.arrivals.find(({ port }) => port === arrival.outer),
    )
  );
}

/** The node at the end of a wire: the one at fault, or the block instance around it. */
function seatOf(wire: Wire, level: Level, entry: Entry): { level: Level; entry: Entry } {
  if (wire.level === level || !level.within) return { level, entry };
  return seatOf(wire, level.within.level, level.within.entry);
}

/** The node itself, or the innermost instance around it whose parameters a person can change. */
function editableSeat(level: Level, entry: Entry): { level: Level; entry: Entry } {
  if (addressOf(level) || !level.within) return { level, entry };
  return editableSeat(level.within.level, level.within.entry);
}

/** `maps of 12×12×20`; a single number needs no shape. */
const withShape = (spec: Spec): string =>
  flowOf(spec) === 'number' ? sends(spec) : `${sends(spec)} of ${shapeText(spec)}`;
