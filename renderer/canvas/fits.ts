import { kindOf } from '../../engine/compile/kinds';
import type { Analysis } from '../../engine/compile/program';
import { resolveParams } from '../../engine/compile/values';
import type { Graph, GraphNode, Project } from '../../engine/graph/document';
import { isFault } from '../../engine/graph/problems';
import { everyStep, stepsOf } from '../../engine/layers/contract/every-step';
import type { Spec } from '../../engine/layers/contract/spec';
import { type Fit, type PortAt, portKey } from './canvas-state.svelte';
import { type DrawnLevel, idOf, ownerOf, pathOf } from './levels';

interface Facts {
  readonly project: Project;
  readonly analysis: Analysis;
  /** The level of the port at which the wire starts: wires do not cross frames. */
  readonly level: DrawnLevel;
}

/**
 * How every port of the level would take a wire from (or to) `start`: as it is, after a cure, or not at all.
 * Asks the layers' own shape rules, one call a port, so that it is done while the pointer goes down.
 */
export function fitsOf(facts: Facts, start: PortAt): ReadonlyMap<string, Fit> {
  const { level, project } = facts;
  const id = idOf(start.path);
  const fits = new Map<string, Fit>();
  const closed = start.side === 'out' ? leadingTo(level.graph, id) : reachedFrom(level.graph, id);
  for (const node of level.graph.nodes) {
    if (closed.has(node.id)) continue;
    const kind = kindOf(node.kind, project.blocks);
    const path = pathOf(level.path, node.id);
    if (start.side === 'out') {
      const spec = specOf(facts, id, start.port);
      for (const { name } of kind?.inputs ?? []) fits.set(portKey(path, name, 'in'), fitInto(facts, node, name, spec));
    } else {
      const target = level.graph.nodes.find((each) => each.id === id);
      for (const { name } of kind?.outputs ?? []) {
        const fit = target ? fitInto(facts, target, start.port, specOf(facts, node.id, name)) : 'no';
        fits.set(portKey(path, name, 'out'), fit);
      }
    }
  }
  fits.set(portKey(start.path, start.port, start.side), 'fits');
  return fits;
}

function specOf({ level, project, analysis }: Facts, id: string, port: string): Spec | undefined {
  const node = level.graph.nodes.find((each) => each.id === id);
  const kind = node && kindOf(node.kind, project.blocks);
  const index = kind?.outputs.findIndex(({ name }) => name === port) ?? -1;
  return analysis.nodes.get(pathOf(level.path, id))?.outputs[index];
}

/** How input `port` of a node would take `spec`, beside what other wires bring to the node already. */
function fitInto(facts: Facts, node: GraphNode, port: string, spec: Spec | undefined): Fit {
  const { level, project, analysis } = facts;
  const kind = kindOf(node.kind, project.blocks);
  if (!kind) return 'no';
  if (!spec || !kind.layer || kind.role === 'output') return 'fits';
  const inputs: Spec[] = [];
  for (const { name, variadic } of kind.inputs) {
    const wires = level.graph.edges.filter((edge) => edge.to[0] === node.id && edge.to[1] === name);
    const there = wires.flatMap((edge) => specOf(facts, ...edge.from) ?? []);
    if (name !== port) inputs.push(...(there.length ? there : [spec]));
    else inputs.push(...(variadic ? there : []), spec);
  }
  const params = resolveParams(kind.params, ownerOf(node, level.graph).params, level.env).values;
  const around = analysis.nodes.get(level.path)?.steps ?? [];
  const steps = stepsOf(inputs, around, node.everyStep === true);
  const result = !steps || isFault(steps) ? steps : everyStep(kind.layer, steps).shape(inputs, params);
  if (!result) return 'no';
  if (!isFault(result)) return 'fits';
  return result.cures?.length ? 'cure' : 'no';
}

/** The node itself and all that it is computed from: a wire back to them would close a circle. */
const leadingTo = (graph: Graph, id: string): ReadonlySet<string> =>
  spread(
    id,
    graph.edges.map(({ from, to }) => [to[0], from[0]]),
  );
const reachedFrom = (graph: Graph, id: string): ReadonlySet<string> =>
  spread(
    id,
    graph.edges.map(({ from, to }) => [from[0], to[0]]),
  );

function spread(start: string, steps: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const [from, to] of steps) next.set(from, [...(next.get(from) ?? []), to]);
  const seen = new Set([start]);
  const waiting = [start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const each of next.get(at) ?? []) {
      if (seen.has(each)) continue;
      seen.add(each);
      waiting.push(each);
    }
  }
  return seen;
}
