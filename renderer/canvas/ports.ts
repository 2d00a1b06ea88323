import type { NodeReport } from '../../engine/compile/program';
import type { GraphEdge } from '../../engine/graph/document';
import type { Problem } from '../../engine/graph/problem';
import { type Flow, flowOf, type Spec, shapeText } from '../../engine/layers/contract/spec';
import type { Kind } from '../document/kinds';
import type { PortView } from './drawing';
import { PORT_ROW, PORT_Y } from './node-size';

/** Handle of slot `slot` of a variadic port, or of a port that takes one wire. */
export const handleOf = (port: string, slot?: number): string => (slot === undefined ? port : `${port}:${slot}`);
export const portOfHandle = (handle: string): string => handle.split(':')[0] ?? handle;

/** A variadic port offers two slots at least. */
const LEAST_SLOTS = 2;

export interface PortFacts {
  readonly kind: Kind;
  readonly report: NodeReport | undefined;
  /** Wires that arrive at this node, in file order; `outside` counts ports of the block around that feed each port. */
  readonly arriving: readonly GraphEdge[];
  readonly outside: ReadonlyMap<string, number>;
  /** Ports from which a wire leaves. */
  readonly leaving: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** The ports of a node in order, inputs first; the first of each side lies 16 px below the top. */
export function portsOf({ kind, report, arriving, outside, leaving, problems }: PortFacts): PortView[] {
  const ports: PortView[] = [];
  let row = 0;
  let arrival = 0;
  for (const { name, title, variadic } of kind.inputs) {
    const inside = arriving.filter((edge) => edge.to[1] === name).length;
    const wires = (outside.get(name) ?? 0) + inside;
    const slots = variadic ? Math.max(wires, LEAST_SLOTS) : 1;
    const fault = problems.find((problem) => problem.severity === 'error' && problem.port === name);
    const first = arrival;
    arrival += variadic ? wires : Math.min(wires, 1);
    for (let slot = 0; slot < slots; slot++) {
      const wired = slot < wires;
      const spec = wired ? report?.inputs[first + arrivalAt(slot, inside, wires)] : undefined;
      const problem = fault !== undefined && wired && (!fault.edge || isAt(fault, arriving, name, slot));
      ports.push({
        handle: handleOf(name, variadic ? slot : undefined),
        port: name,
        side: 'in',
        title: title ?? '',
        flow: problem ? flowOfText(fault?.expected) : flowOf(spec),
        shape: spec ? shapeText(spec) : '',
        wired,
        problem,
        y: PORT_Y + PORT_ROW * row++,
      });
    }
  }
  kind.outputs.forEach(({ name, title }, i) => {
    const spec = report?.outputs[i];
    ports.push({
      handle: name,
      port: name,
      side: 'out',
      title: title ?? '',
      flow: flowOf(spec),
      shape: spec ? shapeText(spec) : '',
      wired: leaving.has(name),
      problem: false,
      y: PORT_Y + PORT_ROW * i,
    });
  });
  return ports;
}

/**
 * The compiler takes what comes from outside first; drawn it comes last, so that the branch runs straight and the
 * shortcut below it.
 */
const arrivalAt = (slot: number, inside: number, wires: number): number =>
  slot < inside ? wires - inside + slot : slot - inside;

function isAt(problem: Problem, arriving: readonly GraphEdge[], port: string, slot: number): boolean {
  const edge = arriving.filter((each) => each.to[1] === port)[slot];
  const at = problem.edge;
  return edge !== undefined && at !== undefined && edge.from[0] === at.from[0] && edge.from[1] === at.from[1];
}

/** What flows where a text such as `N` or `H×W×C` says what a port takes. */
export function flowOfText(expected: string | undefined): Flow {
  if (!expected || !/^[\w×?,]+$/.test(expected)) return 'unknown';
  const rank = expected.split('×').length;
  if (rank === 1) return expected === '1' ? 'number' : 'vector';
  return rank === 2 ? 'sequence' : rank === 3 ? 'maps' : rank === 4 ? 'volume' : 'unknown';
}

/** Flow of one output port of a node. */
export function specOut(report: NodeReport | undefined, kind: Kind | undefined, port: string): Spec | undefined {
  const index = kind?.outputs.findIndex(({ name }) => name === port) ?? -1;
  return index < 0 ? undefined : report?.outputs[index];
}
