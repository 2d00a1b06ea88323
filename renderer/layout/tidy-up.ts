import ELK, { type ElkNode } from 'elkjs/lib/elk-api';
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker';
import { arrange } from './arrange';
import { type Box, type Link, type Positions, place } from './place';

export interface TidyNode extends Box {
  /** Handles, px below the node's top. */
  readonly ports: readonly { readonly id: string; readonly side: 'in' | 'out'; readonly y: number }[];
  /** The node whose weights it uses: pairs come below each other. */
  readonly twinOf?: string;
}
export interface TidyLink extends Link {
  readonly fromPort: string;
  readonly toPort: string;
}

const TOO_LONG = 30_000;
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '32',
  'elk.spacing.nodeNode': '48',
  'elk.spacing.edgeNode': '24',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.randomSeed': '1',
};

/**
 * A layout from left to right in rows of at most `width` px: elkjs orders the layers in a worker; columns, rows and
 * twins are ours. Where the worker fails, the quick layout serves.
 */
export async function tidyUp(
  nodes: readonly TidyNode[],
  links: readonly TidyLink[],
  width: number,
): Promise<Positions> {
  if (nodes.length === 0) return new Map();
  const layered = await layers(nodes, links).catch(() => place(nodes, links, { x: 32, y: 48 }));
  return arrange(nodes, links, layered, width);
}

async function layers(nodes: readonly TidyNode[], links: readonly TidyLink[]): Promise<Positions> {
  const elk = new ELK({ workerFactory: () => new ElkWorker() });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, no) => {
    timer = setTimeout(() => no(new Error('the layout took too long')), TOO_LONG);
  });
  try {
    const laid = await Promise.race([elk.layout(graphOf(nodes, links)), late]);
    return new Map((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, [x, y]]));
  } finally {
    clearTimeout(timer);
    elk.terminateWorker();
  }
}

const portId = (node: string, port: string): string => `${node} ${port}`;

function graphOf(nodes: readonly TidyNode[], links: readonly TidyLink[]): ElkNode {
  return {
    id: 'net',
    layoutOptions: OPTIONS,
    children: nodes.map(({ id, width, height, ports }) => ({
      id,
      width,
      height,
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: ports.map((port) => ({
        id: portId(id, port.id),
        x: port.side === 'in' ? 0 : width,
        y: port.y,
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': port.side === 'in' ? 'WEST' : 'EAST' },
      })),
    })),
    edges: links.map(({ from, to, fromPort, toPort }, i) => ({
      id: String(i),
      sources: [portId(from, fromPort)],
      targets: [portId(to, toPort)],
    })),
  };
}
