import { kindOf } from '../../engine/compile/kinds';
import { copy, parseClip } from '../../engine/graph/clipboard';
import type { GraphEdge, GraphNode } from '../../engine/graph/document';
import type { Edit, GraphAddress } from '../../engine/graph/edit';
import { announce } from '../ui/announce.svelte';
import { formatCounted } from '../ui/format';
import { showToast } from '../ui/toast.svelte';
import { type CanvasState, type PortAt, refOf, type Spot } from './canvas-state.svelte';
import { readClipboard, writeClipboard } from './clipboard';
import { insertion } from './insert-room';
import { levelUnder } from './level-under';
import { idOf, parentOf, pathOf } from './levels';
import { type KindDrag, newNode, snapped } from './new-node';

/** Paths of one level with the place where its edits go. */
interface Group {
  readonly level: string;
  readonly address: GraphAddress;
  readonly ids: readonly string[];
}

/** What is selected, or the focused node, sorted by level; levels that cannot be edited are left out. */
export function groupsOf(canvas: CanvasState, paths: Iterable<string>): Group[] {
  const levels = new Map<string, string[]>();
  for (const path of paths) levels.set(parentOf(path), [...(levels.get(parentOf(path)) ?? []), idOf(path)]);
  return [...levels].flatMap(([level, ids]) => {
    const address = canvas.level(pathOf(level, ids[0] as string))?.address;
    return address ? [{ level, address, ids }] : [];
  });
}

/** Paths that commands work on: the selection, or the focused node where nothing is selected. */
export function targetsOf(canvas: CanvasState): string[] {
  const { selection } = canvas.editor;
  if (selection.size > 0) return [...selection];
  return canvas.current !== undefined && canvas.node(canvas.current) ? [canvas.current] : [];
}

/** One edit, or several as one undo step; says what came of it. */
export function perform(canvas: CanvasState, label: string, edits: readonly Edit[], said: string): boolean {
  if (canvas.mayEdit !== true) {
    announce(canvas.mayEdit);
    return false;
  }
  const [first] = edits;
  if (!first) return false;
  const problems = canvas.editor.edit(edits.length === 1 ? first : { type: 'many', label, edits });
  const { notices } = canvas.editor;
  announce(problems[0]?.message ?? [said, ...notices.map(({ message }) => message)].join('. '));
  // What came of it beside what was asked for is seen as well as heard.
  const told = problems[0] ? [problems[0]] : notices;
  if (told.length > 0) showToast({ text: told.map(({ message }) => message).join(' '), note: true });
  return problems.length === 0;
}

/** Deletes what is selected, wires too. With `heal`, wires go on through nodes of one input and one output. */
export function removeSelected(canvas: CanvasState, heal: boolean): void {
  const targets = targetsOf(canvas);
  const edges = canvas.drawing.wires.filter((wire) => canvas.selectedWires.has(wire.id) && wire.edge && wire.address);
  const gone = new Set(targets);
  const wires: Edit[] = edges.flatMap((wire) =>
    wire.edge && wire.address && !gone.has(wire.source) && !gone.has(wire.target)
      ? [{ type: 'disconnect', in: wire.address, edge: wire.edge }]
      : [],
  );
  const nodes = canvas.editor.selection.size > 0 || edges.length === 0 ? groupsOf(canvas, targets) : [];
  const edits: Edit[] = nodes.map(({ address, ids }) => ({ type: 'removeNodes', in: address, ids, heal }));
  const count = nodes.reduce((sum, { ids }) => sum + ids.length, 0);
  const [first] = targets;
  const said =
    count === 1 && first
      ? `${idOf(first)} deleted`
      : count
        ? `${formatCounted(count, 'node')} deleted`
        : 'Wire deleted';
  const next = first && count ? neighbourOf(canvas, first, gone) : canvas.current;
  if (!perform(canvas, 'delete', [...wires, ...edits], said)) return;
  canvas.selectedWires = new Set();
  if (next !== undefined) requestAnimationFrame(() => canvas.flow?.focus(next));
}

/** Where the focus goes when a node is deleted: to what fed it, else to what it fed. */
function neighbourOf(canvas: CanvasState, path: string, gone: ReadonlySet<string>): string | undefined {
  const ends = canvas.drawing.wires.flatMap((wire) =>
    wire.target === path ? [wire.source] : wire.source === path ? [wire.target] : [],
  );
  return ends.find((end) => !gone.has(end)) ?? canvas.drawing.nodes.find((node) => !gone.has(node.path))?.path;
}

type Flag = 'muted' | 'collapsed' | 'frozen' | 'everyStep';

/** Sets a flag on everything selected, or takes it away where all have it. */
export function toggleFlag(canvas: CanvasState, flag: Flag, words: [string, string]): void {
  const targets = targetsOf(canvas);
  const on = !targets.every((path) => canvas.node(path)?.[flag] === true);
  const edits = groupsOf(canvas, targets).map(({ address, ids }): Edit => {
    return { type: 'setFlag', in: address, ids, flag, value: on };
  });
  const [first] = targets;
  const what = targets.length === 1 && first ? idOf(first) : formatCounted(targets.length, 'node');
  perform(canvas, flag, edits, `${what} ${on ? words[0] : words[1]}`);
}

/** @param into a clipboard event's data, which needs no permission; absent: the system's clipboard */
export async function copySelected(canvas: CanvasState, into?: DataTransfer | null): Promise<boolean> {
  const [group] = groupsOf(canvas, targetsOf(canvas));
  if (!group) return false;
  const clip = placedClip(canvas, group);
  const text = JSON.stringify(clip);
  if (into) into.setData('text/plain', text);
  else await writeClipboard(text);
  announce(`${formatCounted(clip.graph.nodes.length, 'node')} copied`);
  return true;
}

export async function cutSelected(canvas: CanvasState, into?: DataTransfer | null): Promise<void> {
  if (await copySelected(canvas, into)) removeSelected(canvas, false);
}

/** Nodes that have no position yet are copied with the one they are drawn at. */
function placedClip(canvas: CanvasState, { level, address, ids }: Group) {
  const clip = copy(canvas.editor.project, address, ids);
  const drawn = new Map(canvas.drawing.nodes.map((node) => [node.path, node]));
  const nodes = clip.graph.nodes.map((node): GraphNode => {
    const at = drawn.get(pathOf(level, node.id));
    return node.position || !at ? node : { ...node, position: [at.x, at.y] };
  });
  return { ...clip, graph: { ...clip.graph, nodes } };
}

/** Puts copied nodes down with their upper left corner at `at`, px of the canvas. */
export async function pasteAt(canvas: CanvasState, at: Spot, given?: string): Promise<void> {
  const text = given ?? (await readClipboard());
  if (text === undefined) return announce('The clipboard cannot be read');
  const clip = parseClip(text);
  if (!clip.ok) return announce(clip.problems[0]?.message ?? '');
  const { level, spot } = levelUnder(canvas, at);
  addClip(canvas, clip.value, snapped([spot.x, spot.y]), { level: level.path, address: level.address ?? [] });
}

export function duplicateSelected(canvas: CanvasState): void {
  const [group] = groupsOf(canvas, targetsOf(canvas));
  if (!group) return;
  const clip = placedClip(canvas, group);
  const lefts = clip.graph.nodes.map((node) => node.position?.[0] ?? 0);
  const tops = clip.graph.nodes.map((node) => node.position?.[1] ?? 0);
  addClip(canvas, clip, [Math.min(...lefts) + 32, Math.min(...tops) + 32], group);
}

function addClip(
  canvas: CanvasState,
  clip: ReturnType<typeof copy>,
  at: readonly [number, number],
  into: Pick<Group, 'level' | 'address'>,
): void {
  const before = new Set(canvas.drawing.nodes.map((node) => node.path));
  const said = `${formatCounted(clip.graph.nodes.length, 'node')} pasted`;
  if (!perform(canvas, 'paste', [{ type: 'paste', in: into.address, clip, at }], said)) return;
  const added = [...canvas.editor.analysis.nodes.keys()].filter(
    (path) => !before.has(path) && parentOf(path) === into.level,
  );
  canvas.editor.select(added);
  canvas.current = added[0];
}

/** Draws a wire between two ports of one level, whichever was taken first. */
export function connectPorts(canvas: CanvasState, a: PortAt, b: PortAt): boolean {
  if (parentOf(a.path) !== parentOf(b.path) || a.side === b.side) return false;
  const [from, to] = a.side === 'out' ? [a, b] : [b, a];
  const address = canvas.level(a.path)?.address;
  if (!address) return false;
  const edge: GraphEdge = { from: refOf(from), to: refOf(to) };
  return perform(
    canvas,
    'connect',
    [{ type: 'connect', in: address, edge }],
    `${edge.from[0]} connected to ${edge.to[0]}`,
  );
}

/** Adds a node at a place of the canvas; on a wire it is put into it. Gives its path. */
export function addAt(canvas: CanvasState, drag: KindDrag, at: Spot, wireId?: string): string | undefined {
  const wire = canvas.drawing.wires.find((each) => each.id === wireId && each.edge !== undefined);
  const under = levelUnder(canvas, at);
  const level = wire ? canvas.level(wire.source) : under.level;
  const address = level?.address;
  if (!level || !address) return undefined;
  const spot = wire ? at : under.spot;
  const node = newNode(level.graph, drag, [spot.x, spot.y]);
  const { drawing, editor } = canvas;
  const kind = kindOf(drag.kind, editor.project.blocks);
  // A kind that cannot stand on a wire is put down beside it.
  const fits = kind && kind.inputs.length > 0 && kind.outputs.length > 0;
  const edits: Edit[] =
    wire?.edge && fits
      ? insertion(drawing, editor.project, { edge: wire.edge, level, address }, node)
      : [{ type: 'addNode', in: address, node }];
  if (!perform(canvas, `add ${node.id}`, edits, `${node.id} added`)) return undefined;
  const path = pathOf(level.path, node.id);
  canvas.editor.select([path]);
  canvas.current = path;
  return path;
}

/** A node's first port on a side that is free, or its first one at all. */
export function portToWire(canvas: CanvasState, path: string, side: 'in' | 'out'): PortAt | undefined {
  const ports = canvas.drawing.nodes
    .find((node) => node.path === path)
    ?.view.ports.filter((port) => port.side === side);
  const port = ports?.find((each) => !each.wired) ?? ports?.[0];
  return port && { path, port: port.port, side };
}

/** Moves nodes by whole steps, as one undo step each press. */
export function nudge(canvas: CanvasState, dx: number, dy: number): void {
  const edits = groupsOf(canvas, targetsOf(canvas)).map((group) => movedBy(canvas, group, dx, dy));
  perform(canvas, 'move', edits, '');
}

/** Positions of a group after moving it on the screen; a level without positions gets all of them. */
export function movedBy(canvas: CanvasState, { level, address, ids }: Group, dx: number, dy: number): Edit {
  const graph = canvas.level(pathOf(level, ids[0] as string))?.graph;
  const drawn = new Map(canvas.drawing.nodes.map((node) => [node.path, node]));
  const missing = graph?.nodes.some((node) => node.position === undefined) ?? false;
  const moving = new Set(ids);
  const positions: Record<string, [number, number]> = {};
  for (const node of graph?.nodes ?? []) {
    const at = drawn.get(pathOf(level, node.id));
    const moves = moving.has(node.id);
    if (!moves && !missing) continue;
    const [x, y] = node.position ?? [at?.x ?? 0, at?.y ?? 0];
    positions[node.id] = [x + (moves ? dx : 0), y + (moves ? dy : 0)];
  }
  return { type: 'moveNodes', in: address, positions };
}
