import type { Analysis } from '../../engine/compile/program';
import type { GraphEdge, PortRef, Project } from '../../engine/graph/document';
import { sameEdge } from '../../engine/graph/ports';
import type { Problem } from '../../engine/graph/problem';
import { flowOf, type Spec, shapeText } from '../../engine/layers/contract/spec';
import { kindOf } from '../document/kinds';
import type { DrawnNode, WireState, WireView } from './drawing';
import { type DrawnLevel, parentOf, pathOf } from './levels';
import { PORT_Y } from './node-size';
import { handleOf, specOut } from './ports';

export interface WireFacts {
  readonly level: DrawnLevel;
  /** The level's own nodes with their places. */
  readonly nodes: readonly DrawnNode[];
  /** Height of the port of the block around. */
  readonly entryY: number;
  readonly project: Project;
  readonly analysis: Analysis;
}

/** A shortcut runs this far below the nodes that it passes. */
const BELOW_BRANCH = 32;
/** No node fits between ends that are closer. */
const NARROWEST = 88;
/** Frames have two handles for each port: the outer one, and this one that faces inwards. */
export const innerHandle = (port: string): string => `${port}|inner`;

/** One end of a wire while it is worked out. */
interface End {
  readonly path: string;
  readonly handle: string;
  readonly node: DrawnNode | undefined;
  readonly muted: boolean;
}

/** All wires of a level: its own edges, and those between the frame around and its inner nodes. */
export function wiresOf(facts: WireFacts): WireView[] {
  const { level, nodes, project } = facts;
  const byId = new Map(nodes.map((node) => [node.view.name, node]));
  const taken = new Map<string, number>();
  const variadic = new Map<string, ReadonlySet<string>>();
  for (const { id, kind } of level.graph.nodes) {
    const ports = kindOf(kind, project)?.inputs.filter((port) => port.variadic) ?? [];
    variadic.set(id, new Set(ports.map((port) => port.name)));
  }
  const input = ([id, port]: PortRef): End => {
    const node = byId.get(id);
    const key = `${id}\n${port}`;
    const slot = taken.get(key) ?? 0;
    taken.set(key, slot + 1);
    const handle = handleOf(port, variadic.get(id)?.has(port) ? slot : undefined);
    return { path: pathOf(level.path, id), handle, node, muted: node?.view.muted ?? false };
  };
  const output = ([id, port]: PortRef): End => {
    const node = byId.get(id);
    return { path: pathOf(level.path, id), handle: port, node, muted: node?.view.muted ?? false };
  };
  const frame = (port: string): End => ({ path: level.path, handle: innerHandle(port), node: undefined, muted: false });
  const around = facts.analysis.nodes.get(level.path);
  const wires: WireView[] = [];
  const aroundKind = around && kindOf(around.kind, project);
  for (const edge of level.graph.edges) {
    const from = byId.get(edge.from[0]);
    if (!from || !byId.has(edge.to[0])) continue;
    const report = facts.analysis.nodes.get(from.path);
    const spec = specOut(report, kindOf(from.view.kind, project), edge.from[1]);
    wires.push(wire(facts, output(edge.from), input(edge.to), spec, edge));
  }
  // What comes from outside takes the last slots: the branch runs straight, the shortcut below it.
  for (const [outer, refs] of level.entries) {
    const at = aroundKind?.inputs.findIndex((port) => port.name === outer) ?? -1;
    const name = aroundKind && aroundKind.inputs.length > 1 ? (aroundKind.inputs[at]?.title ?? outer) : 'x';
    for (const ref of refs) {
      if (!byId.has(ref[0])) continue;
      const made = wire(facts, frame(outer), input(ref), around?.inputs[at], undefined);
      wires.push(made.drop === undefined ? made : { ...made, words: `${name}, unchanged` });
    }
  }
  for (const [outer, ref] of level.exits) {
    const from = byId.get(ref[0]);
    if (!from) continue;
    const spec = specOut(facts.analysis.nodes.get(from.path), kindOf(from.view.kind, project), ref[1]);
    wires.push(wire(facts, output(ref), frame(outer), spec, undefined));
  }
  return unique(wires);
}

function wire(facts: WireFacts, from: End, to: End, spec: Spec | undefined, edge: GraphEdge | undefined): WireView {
  const { level, analysis } = facts;
  const found = edge && problemAt(analysis.problems, level.path, edge);
  const state: WireState = found ? 'problem' : from.muted || to.muted ? 'muted' : spec ? 'normal' : 'waiting';
  const drop = dropOf(facts, from, to);
  const name = (end: End) => end.node?.view.name ?? 'the block around';
  return {
    id: `${from.path}.${from.handle}>${to.path}.${to.handle}`,
    source: from.path,
    target: to.path,
    sourceHandle: from.handle,
    targetHandle: to.handle,
    flow: flowOf(spec),
    state,
    problem: found?.index,
    got: found?.problem.got ?? (spec ? shapeText(spec) : ''),
    expected: found?.problem.expected ?? '',
    drop,
    words: '',
    edge,
    address: level.address,
    label: `Wire from ${name(from)} to ${name(to)}${spec ? `, ${shapeText(spec)}` : ''}${found ? ', problem' : ''}`,
  };
}

/** The first error at a wire of this level. */
function problemAt(problems: readonly Problem[], level: string, edge: GraphEdge) {
  const index = problems.findIndex(
    (problem) =>
      problem.severity === 'error' &&
      problem.edge !== undefined &&
      problem.node !== undefined &&
      parentOf(problem.node) === level &&
      sameEdge(problem.edge, edge),
  );
  const problem = problems[index];
  return problem && { index, problem };
}

/** How far a wire has to go down so that it does not cross nodes between its ends; undefined where none is there. */
function dropOf({ nodes, entryY }: WireFacts, from: End, to: End): number | undefined {
  if (!to.node) return undefined;
  const x1 = from.node ? from.node.x + from.node.width : 0;
  const y1 = from.node ? from.node.y + portY(from, 'out') : entryY;
  const x2 = to.node.x;
  const y2 = to.node.y + portY(to, 'in');
  if (x2 < x1) return riseOf(nodes, y1, y2);
  if (x2 - x1 < NARROWEST) return undefined;
  const between = nodes.filter(
    (node) =>
      node !== from.node &&
      node !== to.node &&
      node.x < x2 - 8 &&
      node.x + node.width > x1 + 8 &&
      node.y < Math.max(y1, y2) + 4 &&
      node.y + node.height > Math.min(y1, y2) - 4,
  );
  if (between.length === 0) return undefined;
  return Math.max(...between.map((node) => node.y + node.height)) + BELOW_BRANCH - y1;
}

/**
 * A wire between rows runs above all that stands in the lower one: opened blocks have their port further down than
 * layers. Undefined where the lane is where it always is.
 */
function riseOf(nodes: readonly DrawnNode[], y1: number, y2: number): number | undefined {
  const lower = Math.max(y1, y2);
  let top = lower - PORT_Y;
  for (const node of nodes) if (node.y < top && node.y + node.height > lower) top = node.y;
  const lane = top - BELOW_BRANCH;
  return top < lower - PORT_Y && lane > Math.min(y1, y2) ? lane - y1 : undefined;
}

const portY = (end: End, side: 'in' | 'out'): number =>
  end.node?.view.ports.find((port) => port.side === side && port.handle === end.handle)?.y ?? 16;

/** Heights of the shortcuts' horizontal parts, so that a frame has room for them. */
export function lanesOf(wires: readonly WireView[], nodes: readonly DrawnNode[], entryY: number): number[] {
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  return wires.flatMap(({ drop, source, sourceHandle }) => {
    if (drop === undefined) return [];
    const from = byPath.get(source);
    const port = from?.view.ports.find((each) => each.side === 'out' && each.handle === sourceHandle);
    return [(from ? from.y + (port?.y ?? 16) : entryY) + drop];
  });
}

/** Two wires between the same handles, which only a damaged file has, get ids of their own. */
function unique(wires: readonly WireView[]): WireView[] {
  const seen = new Set<string>();
  return wires.map((each) => {
    let { id } = each;
    for (let n = 2; seen.has(id); n++) id = `${each.id}#${n}`;
    seen.add(id);
    return id === each.id ? each : { ...each, id };
  });
}
