import type { Analysis } from '../../engine/compile/program';
import type { Project } from '../../engine/graph/document';
import { blockIdOf, blockOf } from '../../engine/graph/graph-at';
import { keptName } from '../../engine/graph/names';
import { flowOf } from '../../engine/layers/contract/spec';
import { type Fit, type PortAt, portKey } from './canvas-state.svelte';
import type { Drawing, NodeView, PortView } from './drawing';
import { fitsOf } from './fits';
import { type DrawnLevel, parentOf } from './levels';

/** A port that a wire can lead to, as a row of the list. */
export interface ConnectTarget {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  readonly to: PortAt;
  /** It is a port of the block around, perhaps a new one. */
  readonly around?: boolean;
  readonly view: NodeView;
  readonly port: PortView;
  readonly fit: Fit;
  /** What the port has now would be replaced. */
  readonly replaces: boolean;
}

/** Ports of the block around that the wire may lead to, and a new one. */
function frameTargets(project: Project, level: DrawnLevel, drawing: Drawing, start: PortAt): ConnectTarget[] {
  const frame = drawing.nodes.find(({ path }) => path === level.path)?.view;
  const [address] = level.address ?? [];
  const block = address === undefined ? undefined : blockOf(project, blockIdOf(address) ?? '');
  if (!frame || !block) return [];
  // What leaves an inner node leaves the block; what enters one comes from where the block is entered.
  const side = start.side === 'out' ? 'out' : 'in';
  const known = Object.keys(side === 'in' ? block.inputs : block.outputs);
  const row = (port: string, name: string, fresh: boolean): ConnectTarget => ({
    id: `${level.path}|${side}.${port}`,
    name,
    words: 'block port input output',
    to: { path: level.path, port, side },
    around: true,
    view: frame,
    port: frame.ports.find((each) => each.side === side && each.port === port) ?? { ...NEW_PORT, port, side },
    fit: 'fits',
    replaces: !fresh && side === 'out',
  });
  const words = side === 'in' ? 'Input' : 'Output';
  const free = keptName(side, new Set(known));
  return [
    ...known.map((port) => row(port, `${words} ${port} of the block`, false)),
    row(free, `New ${words.toLowerCase()} of the block`, true),
  ];
}

const NEW_PORT = { handle: '', title: '', flow: flowOf(undefined), shape: '', wired: false, problem: false, y: 0 };

const RANK: Readonly<Record<Fit, number>> = { fits: 0, cure: 1, no: 2 };

/** Every port on the other side that a wire from `start` may lead to: those that fit first, free ones before wired. */
export function connectTargets(
  project: Project,
  analysis: Analysis,
  level: DrawnLevel,
  drawing: Drawing,
  start: PortAt,
): ConnectTarget[] {
  const fits = fitsOf({ project, analysis, level }, start);
  const side = start.side === 'out' ? 'in' : 'out';
  const targets: ConnectTarget[] = [];
  for (const { path, view } of drawing.nodes) {
    if (parentOf(path) !== level.path || path === start.path) continue;
    const seen = new Set<string>();
    for (const port of view.ports) {
      if (port.side !== side || seen.has(port.port)) continue;
      seen.add(port.port);
      const fit = fits.get(portKey(path, port.port, side));
      if (!fit) continue;
      const several = view.ports.some((each) => each.side === side && each.port !== port.port);
      const variadic = port.handle.includes(':');
      targets.push({
        id: `${path}.${port.port}`,
        name: several ? `${view.name}, ${port.title || port.port}` : view.name,
        words: `${view.kindTitle} ${view.summary}`,
        to: { path, port: port.port, side },
        view,
        port,
        fit,
        replaces: side === 'in' && port.wired && !variadic,
      });
    }
  }
  const sorted = targets.sort((a, b) => RANK[a.fit] - RANK[b.fit] || Number(a.replaces) - Number(b.replaces));
  return [...sorted, ...frameTargets(project, level, drawing, start)];
}
