import { kindOf } from '../../engine/compile/kinds';
import type { Graph, GraphEdge, GraphNode, PortRef, ProjectBlock } from '../../engine/graph/document';

/** A node's id, which stands for its first output, or one of its outputs. */
type From = string | PortRef;

/** A drawing made node by node. Places follow from the wires. */
export interface Sketch {
  /** Adds a node and answers its id. It is wired to the node before it unless `from` says otherwise. */
  put(id: string, kind: string, params?: GraphNode['params'], ...from: From[]): string;
  /** Adds a node that nothing feeds yet, such as the first of a branch inside a block. */
  start(id: string, kind: string, params?: GraphNode['params']): string;
  /** A twin: it uses the weights and parameters of `owner`. */
  twin(id: string, owner: string, ...from: From[]): string;
  graph(): Graph;
}

/** Distance of neighbouring nodes, px. */
const [COLUMN, ROW] = [240, 224];
/** Columns of a row before the drawing goes on below, as lines of a text do. */
const LEAST_COLUMNS = 8;

export function sketch(blocks?: Readonly<Record<string, ProjectBlock>>): Sketch {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const outputOf = (id: string): string => {
    const node = nodes.find((candidate) => candidate.id === id);
    const port = node && kindOf(node.kind, blocks)?.outputs[0];
    if (!port) throw new Error(`${id} gives nothing`);
    return port.name;
  };
  const add = (node: GraphNode, given: readonly From[] | undefined): string => {
    const { id, kind } = node;
    const known = kindOf(kind, blocks);
    if (!known) throw new Error(`${id} is of the unknown kind ${kind}`);
    if (nodes.some((other) => other.id === id)) throw new Error(`Two nodes are named ${id}`);
    const before = nodes.at(-1)?.id;
    const last = known.inputs.length > 0 && before !== undefined ? [before] : [];
    nodes.push(node);
    (given ?? last).forEach((source, i) => {
      const port = known.inputs[Math.min(i, known.inputs.length - 1)];
      if (!port) throw new Error(`${id} takes nothing`);
      const from: PortRef = typeof source === 'string' ? [source, outputOf(source)] : source;
      edges.push({ from, to: [id, port.name] });
    });
    return id;
  };
  const made = (id: string, kind: string, params: GraphNode['params']): GraphNode => ({
    id,
    kind,
    ...(params && Object.keys(params).length > 0 && { params }),
  });
  return {
    put: (id, kind, params, ...from) => add(made(id, kind, params), from.length > 0 ? from : undefined),
    start: (id, kind, params) => add(made(id, kind, params), []),
    twin: (id, owner, ...from) => {
      const kind = nodes.find((node) => node.id === owner)?.kind ?? '';
      return add({ id, kind, shares: owner }, from);
    },
    graph: () => ({ nodes: placed(nodes, edges), edges }),
  };
}

/** Each node in the column after the last that feeds it; what shares a column stands below each other. */
function placed(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphNode[] {
  const feeding = new Map<string, string[]>();
  for (const { from, to } of edges) feeding.set(to[0], [...(feeding.get(to[0]) ?? []), from[0]]);
  const depth = new Map<string, number>();
  for (const { id } of nodes) {
    depth.set(id, Math.max(-1, ...(feeding.get(id) ?? []).map((from) => depth.get(from) ?? -1)) + 1);
  }
  const columns = Math.max(LEAST_COLUMNS, Math.round(Math.sqrt(nodes.length)));
  const lanes = new Map<number, number>();
  const laneOf = nodes.map(({ id }) => {
    const at = depth.get(id) ?? 0;
    const lane = lanes.get(at) ?? 0;
    lanes.set(at, lane + 1);
    return lane;
  });
  const bands: number[] = [0];
  for (let first = 0; first <= Math.max(0, ...lanes.keys()); first += columns) {
    const tallest = Math.max(...Array.from({ length: columns }, (_, i) => lanes.get(first + i) ?? 0));
    bands.push((bands.at(-1) ?? 0) + tallest);
  }
  return nodes.map((node, i) => {
    const at = depth.get(node.id) ?? 0;
    const row = (bands[Math.floor(at / columns)] ?? 0) + (laneOf[i] ?? 0);
    return { ...node, position: [(at % columns) * COLUMN, row * ROW] };
  });
}
