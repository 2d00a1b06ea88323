import type { Analysis } from '../../engine/compile/program';
import type { Project } from '../../engine/graph/document';
import type { Spec } from '../../engine/layers/contract/spec';
import { draw } from './draw';

/**
 * The project's own nodes as boxes and links for a layout, all blocks closed and all pictures shown: neither opening a
 * block nor a run may make nodes overlap.
 */
export function tidyParts(project: Project, analysis: Analysis) {
  const closed = draw(project, analysis, {
    isOpen: () => false,
    show: 'filters-and-maps',
    heat: 'none',
    pictured: true,
  });
  const nodes = closed.nodes.map(({ path, width, height, view }) => ({
    id: path,
    width,
    height,
    ports: view.ports.map(({ handle, side, y }) => ({ id: `${side}:${handle}`, side, y })),
    twinOf: analysis.nodes.get(path)?.sharesWith,
    stage: stageOf(analysis.nodes.get(path)?.outputs[0]),
  }));
  const arrivals = new Map(nodes.map(({ id, ports }) => [id, new Map(ports.map((port) => [port.id, port.y]))]));
  const links = closed.wires.map((wire) => ({
    from: wire.source,
    to: wire.target,
    fromPort: `out:${wire.sourceHandle}`,
    toPort: `in:${wire.targetHandle}`,
    arrival: arrivals.get(wire.target)?.get(`in:${wire.targetHandle}`),
  }));
  return { nodes, links };
}

/** Length of the first axis along which places lie: 56 for maps of 56×56×64. */
const stageOf = (spec: Spec | undefined): number | undefined =>
  spec && spec.shape.length > 2 ? Number(spec.shape[1]) : undefined;
