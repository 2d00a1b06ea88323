import { kindOf } from '../../engine/compile/kinds';
import type { Graph, GraphEdge, GraphNode, PortRef, Project } from '../../engine/graph/document';
import type { Edit, GraphAddress } from '../../engine/graph/edit';
import { type KindDrag, newNode } from '../canvas/new-node';

interface Wanted {
  readonly project: Project;
  readonly graph: Graph;
  readonly address: GraphAddress;
  readonly drag: KindDrag;
  /** Stands before the new node. */
  readonly bridge?: { readonly kind: string; readonly params?: GraphNode['params'] };
  /** Where the new node's first port comes to lie, px of its level. */
  readonly spot: { readonly x: number; readonly y: number };
  readonly from?: { readonly ref: PortRef; readonly side: 'in' | 'out' };
}

/** A bridge takes this much room: its width and a gap. */
const BRIDGE = 104 + 32;
const PORT_Y = 16;

/** Edits that add a node, and the layer before it where it needs one, wired to the port that the wire came from. */
export function addEdits({ project, graph, address, drag, bridge, spot, from }: Wanted): { edits: Edit[]; id: string } {
  const kind = kindOf(drag.kind, project.blocks);
  const input = kind?.inputs[0]?.name;
  const output = kind?.outputs[0]?.name;
  const edits: Edit[] = [];
  let { x } = spot;
  let feeder = from?.side === 'out' ? from.ref : undefined;
  let nodes = graph.nodes;
  const add = (node: GraphNode) => {
    nodes = [...nodes, node];
    edits.push({ type: 'addNode', in: address, node });
  };
  const wire = (edge: GraphEdge) => edits.push({ type: 'connect', in: address, edge });
  if (bridge && feeder) {
    const between = newNode({ nodes, edges: [] }, bridge, [x, spot.y - PORT_Y]);
    const ports = kindOf(bridge.kind, project.blocks);
    add(between);
    wire({ from: feeder, to: [between.id, ports?.inputs[0]?.name ?? 'in'] });
    feeder = [between.id, ports?.outputs[0]?.name ?? 'out'];
    x += BRIDGE;
  }
  const node = newNode({ nodes, edges: [] }, drag, [x, spot.y - PORT_Y]);
  add(node);
  if (feeder && input !== undefined) wire({ from: feeder, to: [node.id, input] });
  if (from?.side === 'in' && output !== undefined) wire({ from: [node.id, output], to: from.ref });
  return { edits, id: node.id };
}
