import ELK, { type ElkNode } from 'elkjs/lib/elk-api';
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker';
import { arrange, type Room } from './arrange';
import { type LaidBox, quickLayers, shells } from './lay-out';
import { netsOf, shareOf, stacked } from './nets';
import type { Link, Positions } from './place';
import { mainWay, unrest } from './ways';

export interface TidyNode extends LaidBox {
  /** Handles, px below the node's top. */
  readonly ports: readonly { readonly id: string; readonly side: 'in' | 'out'; readonly y: number }[];
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
/** How much straighter the main way is than the others, for elkjs. */
const STRAIGHT = '20';

/**
 * A layout from left to right in rows that fill the room: elkjs orders the layers in a worker; columns, rows and twins
 * are ours, and so is the U of an encoder and its decoder. Of elkjs's layers and the quick ones the calmer serve; where
 * the worker fails, the quick ones do.
 */
export async function tidyUp(nodes: readonly TidyNode[], links: readonly TidyLink[], room: Room): Promise<Positions> {
  const nets = netsOf(nodes, links);
  const share = shareOf(room, nets);
  const laid: { boxes: readonly TidyNode[]; places: Positions }[] = [];
  for (const net of nets) laid.push({ boxes: net.boxes, places: await tidyNet(net.boxes, net.links, share) });
  return stacked(laid);
}

async function tidyNet(nodes: readonly TidyNode[], links: readonly TidyLink[], room: Room): Promise<Positions> {
  if (nodes.length === 0) return new Map();
  const rounded = shells(nodes, links);
  if (rounded) return rounded;
  const quick = quickLayers(nodes, links);
  const isCalm = unrest(nodes, links, quick) === 0;
  const layered = isCalm ? quick : await layers(nodes, links).catch(() => quick);
  const calmer = unrest(nodes, links, layered) < unrest(nodes, links, quick) ? layered : quick;
  // Of large nets neither is told: elkjs is better at those.
  const chosen = Number.isFinite(unrest(nodes, links, quick)) ? calmer : layered;
  return arrange(nodes, links, chosen, room);
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
  const main = mainWay(nodes, links);
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
    edges: links.map((link, i) => ({
      id: String(i),
      sources: [portId(link.from, link.fromPort)],
      targets: [portId(link.to, link.toPort)],
      ...(main.has(link) && { layoutOptions: { 'elk.layered.priority.straightness': STRAIGHT } }),
    })),
  };
}
