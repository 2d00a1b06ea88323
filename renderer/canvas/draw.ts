import type { Analysis, NodeReport } from '../../engine/compile/program';
import type { GraphEdge, GraphNode, Project } from '../../engine/graph/document';
import type { Problem } from '../../engine/graph/problem';
import { place } from '../layout/place';
import type { View } from '../view/view.svelte';
import { diagramOf } from './diagram';
import type { Drawing, DrawnNode, FrameView, ThreadView, TwinRole, WireView } from './drawing';
import { type DrawnLevel, insideOf, pathOf, rootLevel } from './levels';
import { FRAME, GRID, type Size } from './node-size';
import { viewOf } from './node-view';
import { makeRoom, type Standing } from './room';
import { lanesOf, wiresOf } from './wires';

export interface DrawOptions {
  /** Whether a block is drawn open, in place. */
  isOpen(path: string, node: GraphNode): boolean;
  readonly show: View['show'];
  readonly heat: View['heat'];
  /** Pictures are there or will be soon: nodes leave room for them. */
  readonly pictured: boolean;
}

/** One node of a level, measured but not yet placed. */
interface Measured {
  readonly node: GraphNode;
  readonly drawn: Omit<DrawnNode, 'x' | 'y'>;
  readonly closed: Size;
  readonly portY: number;
  readonly inner: readonly DrawnNode[];
  readonly open: boolean;
}

interface LevelDrawing {
  readonly nodes: readonly DrawnNode[];
  readonly width: number;
  readonly height: number;
  /** Height of the first port of what the block around feeds. */
  readonly entryY: number;
}

/** Everything on the canvas for a document and its analysis. Pure; 1,000 nodes take a few milliseconds. */
export function draw(project: Project, analysis: Analysis, options: DrawOptions): Drawing {
  const drawer = new Drawer(project, analysis, options);
  const { nodes } = drawer.level(rootLevel(project));
  return { nodes, wires: drawer.wires, threads: drawer.threads(nodes) };
}

class Drawer {
  readonly wires: WireView[] = [];
  readonly #problems = new Map<string, { index: number; problem: Problem }[]>();
  /** Problems of what is inside a block, at every depth, by the block's path. */
  readonly #inside = new Map<string, { index: number; problem: Problem }[]>();
  readonly #owners = new Set<string>();
  readonly #instances = new Map<string, number>();
  /** Of the whole model, by which nodes heat. */
  readonly #cost: number;

  constructor(
    readonly project: Project,
    readonly analysis: Analysis,
    readonly options: DrawOptions,
  ) {
    analysis.problems.forEach((problem, index) => {
      const { node } = problem;
      if (node === undefined) return;
      addTo(this.#problems, node, { index, problem });
      for (let at = node.lastIndexOf('/'); at > 0; at = node.lastIndexOf('/', at - 1)) {
        addTo(this.#inside, node.slice(0, at), { index, problem });
      }
    });
    let cost = 0;
    for (const report of analysis.nodes.values()) {
      if (report.sharesWith) this.#owners.add(report.sharesWith);
      if (report.parent === undefined) cost += costIn(report, options.heat);
    }
    this.#cost = cost;
    const graphs = [project.graph, ...Object.values(project.blocks ?? {}).map((block) => block.graph)];
    for (const { nodes } of graphs) {
      for (const { kind } of nodes) this.#instances.set(kind, (this.#instances.get(kind) ?? 0) + 1);
    }
  }

  level(level: DrawnLevel): LevelDrawing {
    const arriving = groupBy(level.graph.edges, (edge) => edge.to[0]);
    const leaving = new Map<string, Set<string>>();
    for (const { from } of level.graph.edges) leaving.set(from[0], (leaving.get(from[0]) ?? new Set()).add(from[1]));
    for (const [, [id, port]] of level.exits) leaving.set(id, (leaving.get(id) ?? new Set()).add(port));
    const blame = blameIn(level, this.analysis, arriving);
    const measured = level.graph.nodes.map((node) => {
      return this.#measure(level, node, arriving.get(node.id) ?? [], leaving.get(node.id) ?? new Set(), blame(node.id));
    });
    const places = this.#places(level, measured);
    const offset = level.path === '' ? [0, 0] : frameOffset(measured, places);
    const nodes: DrawnNode[] = measured.flatMap(({ drawn, inner, node }) => {
      const [x, y] = places.get(node.id) as readonly [number, number];
      return [{ ...drawn, x: x + (offset[0] as number), y: y + (offset[1] as number) }, ...inner];
    });
    const own = nodes.filter((node) => node.parent === level.path);
    const fed = new Set(level.entries.flatMap(([, refs]) => refs.map(([id]) => id)));
    // What comes in goes straight to the uppermost row, whatever stands first in the file.
    const entry = own
      .filter((node) => fed.has(node.view.name))
      .reduce<DrawnNode | undefined>((top, node) => (top && top.y <= node.y ? top : node), undefined);
    const entryY = entry ? entry.y + (entry.view.ports[0]?.y ?? GRID) : FRAME.head;
    const wires = wiresOf({ level, nodes: own, entryY, project: this.project, analysis: this.analysis });
    this.wires.push(...wires);
    const lanes = lanesOf(wires, own, entryY);
    return {
      nodes,
      width: Math.max(0, ...own.map((node) => node.x + node.width)) + FRAME.side,
      height: Math.max(0, ...own.map((node) => node.y + node.height), ...lanes) + FRAME.side + FRAME.foot,
      entryY,
    };
  }

  #measure(
    level: DrawnLevel,
    node: GraphNode,
    arriving: readonly GraphEdge[],
    leaving: ReadonlySet<string>,
    blamed: string | undefined,
  ): Measured {
    const path = pathOf(level.path, node.id);
    const report = this.analysis.nodes.get(path);
    const inside = insideOf(node, level, this.project, this.analysis);
    const open = inside !== undefined && this.options.isOpen(path, node);
    const { view, size, full } = viewOf({
      node,
      level,
      project: this.project,
      report,
      arriving,
      leaving,
      problems: this.#problemsOf(path, open),
      twin: this.#twinOf(path, report),
      blamed,
      diagram: inside && !node.collapsed ? diagramOf(inside, this.project) : undefined,
      show: this.options.show,
      pictured: this.options.pictured,
      heat: this.#heatOf(report),
    });
    const base = { path, parent: level.path, address: level.address };
    if (!open) return { node, drawn: { ...base, ...size, view }, closed: size, portY: GRID, inner: [], open };
    const content = this.level(inside);
    const frame: FrameView = {
      ...view,
      frame: true,
      instances: this.#instances.get(node.kind) ?? 0,
      editable: inside.address !== undefined,
      closed: size,
      ports: view.ports.map((port, i) => ({ ...port, y: content.entryY + (port.y - (view.ports[i]?.y ?? port.y)) })),
    };
    const width = Math.max(content.width, full.width);
    const drawn = { ...base, width, height: content.height, view: frame };
    return { node, drawn, closed: size, portY: content.entryY, inner: content.nodes, open };
  }

  /** Positions of a level's nodes: the document's, made up where there are none, with room for opened blocks. */
  #places(level: DrawnLevel, measured: readonly Measured[]): ReadonlyMap<string, readonly [number, number]> {
    const boxes = measured.map(({ node, closed }) => ({ id: node.id, ...closed }));
    const links = level.graph.edges.map(({ from, to }) => ({ from: from[0], to: to[0] }));
    const gaps = level.path === '' ? { x: 32, y: 56 } : { x: 24, y: 32 };
    // What a built-in block proposes does not know how large nodes are drawn.
    const given = (node: GraphNode) => (level.address ? node.position : undefined);
    const missing = measured.some(({ node }) => given(node) === undefined);
    const made = missing ? place(boxes, links, gaps) : undefined;
    const known = measured.some(({ node }) => given(node) !== undefined);
    const standing: Standing[] = measured.map(({ node, drawn, closed, portY, open }) => {
      const [x, y] = given(node) ??
        (known ? besideNeighbour(node, level, measured) : undefined) ??
        made?.get(node.id) ?? [0, 0];
      const size = { width: drawn.width, height: drawn.height };
      return { id: node.id, x, y, ...size, opened: open ? { ...closed, portY } : undefined };
    });
    return makeRoom(standing, links);
  }

  #problemsOf(path: string, open: boolean): readonly { index: number; problem: Problem }[] {
    const own = this.#problems.get(path) ?? NONE;
    const inner = open ? undefined : this.#inside.get(path);
    return inner ? [...own, ...inner] : own;
  }

  #twinOf(path: string, report: NodeReport | undefined): TwinRole | undefined {
    if (this.#owners.has(path)) return mayLearn(report) ? 'owner' : undefined;
    if (!report?.sharesWith) return undefined;
    return mayLearn(this.analysis.nodes.get(report.sharesWith)) ? 'twin' : 'mirror';
  }

  #heatOf(report: NodeReport | undefined): number | undefined {
    if (this.options.heat === 'none' || !report) return undefined;
    return this.#cost > 0 ? costIn(report, this.options.heat) / this.#cost : 0;
  }

  threads(nodes: readonly DrawnNode[]): ThreadView[] {
    const drawn = new Map(nodes.map((node) => [node.path, node]));
    return nodes.flatMap(({ path, view }) => {
      const owner = this.analysis.nodes.get(path)?.sharesWith;
      const frames = view && 'frame' in view;
      if (view.twin !== 'twin' || frames || owner === undefined) return [];
      const at = drawn.get(owner);
      return at && !('frame' in at.view) ? [{ id: `twin ${path}`, owner, twin: path }] : [];
    });
  }
}

/** It has weights, or nobody can tell yet: twins are seen as such before anything is wired to them. */
const mayLearn = (report: NodeReport | undefined): boolean =>
  !report || report.parameters > 0 || report.outputs.length === 0 || report.outputs.includes(undefined);

const NONE: readonly { index: number; problem: Problem }[] = [];

function addTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

const costIn = (report: NodeReport, heat: View['heat']): number =>
  heat === 'none' ? 0 : heat === 'memory' ? report.activationBytes : report[heat];

function groupBy(edges: readonly GraphEdge[], key: (edge: GraphEdge) => string): Map<string, GraphEdge[]> {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) addTo(groups, key(edge), edge);
  return groups;
}

/** Who keeps a node's shape from being known: the first on the way up that has all it needs but no result. */
function blameIn(level: DrawnLevel, analysis: Analysis, arriving: ReadonlyMap<string, readonly GraphEdge[]>) {
  const known = new Map<string, string>();
  const isKnown = (id: string) => {
    const outputs = analysis.nodes.get(pathOf(level.path, id))?.outputs ?? [];
    return outputs.length > 0 && outputs.every((spec) => spec !== undefined);
  };
  return (id: string): string | undefined => {
    const way = new Set<string>();
    let at = id;
    while (!way.has(at)) {
      way.add(at);
      const done = known.get(at);
      if (done !== undefined) break;
      const unknown = arriving.get(at)?.find((edge) => !isKnown(edge.from[0]));
      if (!unknown) break;
      at = unknown.from[0];
    }
    const blamed = known.get(at) ?? at;
    for (const each of way) known.set(each, blamed);
    return blamed;
  };
}

/** A node that an edit has just put in without saying where: right of what feeds it, half way to what it feeds. */
function besideNeighbour(node: GraphNode, level: DrawnLevel, measured: readonly Measured[]) {
  const at = (id: string | undefined) => measured.find((each) => each.node.id === id);
  const from = at(level.graph.edges.find((edge) => edge.to[0] === node.id)?.from[0]);
  const to = at(level.graph.edges.find((edge) => edge.from[0] === node.id)?.to[0]);
  const own = at(node.id)?.closed ?? { width: 104, height: 56 };
  if (from?.node.position) {
    const [x, y] = from.node.position;
    const right = x + from.closed.width;
    const next = to?.node.position?.[0];
    const room = next === undefined ? undefined : next - right;
    const gap = room !== undefined && room > own.width ? (room - own.width) / 2 : 32;
    return [Math.round((right + gap) / 8) * 8, y] as const;
  }
  if (to?.node.position) return [to.node.position[0] - own.width - 32, to.node.position[1]] as const;
  return undefined;
}

/** Moves a frame's content so that it starts below its head. */
function frameOffset(
  measured: readonly Measured[],
  places: ReadonlyMap<string, readonly [number, number]>,
): [number, number] {
  if (measured.length === 0) return [FRAME.side, FRAME.head];
  const lefts = measured.map(({ node }) => places.get(node.id)?.[0] ?? 0);
  const tops = measured.map(({ node }) => places.get(node.id)?.[1] ?? 0);
  return [FRAME.side - Math.min(...lefts), FRAME.head + FRAME.above - Math.min(...tops)];
}
