import { compile } from '../../engine/compile/compile';
import { fieldsOf } from '../../engine/compile/fields';
import type { Project } from '../../engine/graph/document';
import { tidyParts } from '../../renderer/canvas/tidy-parts';
import { layOut } from '../../renderer/layout/lay-out';

/** Between the floats of the canvas in a window of 1440 × 900, px. */
const ROOM = { width: 848, height: 670 } as const;
const GRID = 16;

/** The template with its nodes where the window's "Tidy up" puts them. */
export function placed(project: Project): Project {
  const { nodes, links } = tidyParts(project, compile(project, { fields: fieldsOf(project) ?? [] }));
  const places = layOut(nodes, links, ROOM);
  const snap = (value: number) => Math.round(value / GRID) * GRID;
  return {
    ...project,
    graph: {
      ...project.graph,
      nodes: project.graph.nodes.map((node) => {
        const [x, y] = places.get(node.id) ?? [0, 0];
        return { ...node, position: [snap(x), snap(y)] };
      }),
    },
  };
}
