import { countAlike as countAlikeInside } from '../../engine/graph/block-edits';
import type { Edit } from '../../engine/graph/edit';
import { blockIdOf } from '../../engine/graph/graph-at';
import { freeName, toId } from '../../engine/graph/names';
import { announce } from '../ui/announce.svelte';
import { groupsOf, perform, targetsOf } from './actions';
import { type CanvasState, type PortAt, refOf, type Spot } from './canvas-state.svelte';
import { isFrame } from './drawing';
import { type DrawnLevel, idOf, parentOf, pathOf } from './levels';
import { unpackEdits } from './unpack-places';

/** The blocks among what is selected, and whether they would be opened: of several, those that are closed open first. */
export function toggledBlocks(canvas: CanvasState): { readonly paths: readonly string[]; readonly open: boolean } {
  const chosen = new Set(targetsOf(canvas));
  const blocks = canvas.drawing.nodes.filter(({ path, view }) => view.block && chosen.has(path));
  const closed = blocks.filter(({ view }) => !isFrame(view));
  const open = closed.length > 0;
  return { paths: (open ? closed : blocks).map(({ path }) => path), open };
}

/** Opens or closes blocks in place, in one undo step; their neighbours move away. */
export function setOpen(canvas: CanvasState, paths: readonly string[], open: boolean): void {
  canvas.flow?.glide();
  const edits: Edit[] = [];
  const here: string[] = [];
  for (const { address, ids, level } of byLevel(canvas, paths)) {
    // Blocks inside built-in blocks, and all blocks of a file that must not change, are opened for this view only.
    const kept = address !== undefined && canvas.mayEdit === true;
    if (kept) edits.push({ type: 'setFlag', in: address, ids, flag: 'open', value: open });
    if (!kept || !open) here.push(...ids.map((id) => pathOf(level, id)));
  }
  const [first] = edits;
  if (first) canvas.editor.edit(edits.length === 1 ? first : { type: 'many', label: 'open blocks', edits });
  canvas.openHere(here, open);
  const [only] = paths;
  const what = paths.length === 1 && only !== undefined ? idOf(only) : `${paths.length} blocks`;
  announce(open ? `${what} opened` : `${what} closed`);
}

/** Blocks by the graph that holds them; its address is undefined where it cannot be changed. */
function byLevel(canvas: CanvasState, paths: readonly string[]) {
  const found = new Map<string, { level: string; address: DrawnLevel['address']; ids: string[] }>();
  for (const path of paths) {
    const level = parentOf(path);
    const entry = found.get(level) ?? { level, address: canvas.level(path)?.address, ids: [] };
    entry.ids.push(idOf(path));
    found.set(level, entry);
  }
  return found.values();
}

/**
 * Makes what is inside a block editable: the instance, or all that look like it inside, become instances of a block of
 * the project. Inner nodes stay where they are drawn.
 */
export function editInside(canvas: CanvasState, path: string, all: boolean): void {
  const level = canvas.level(path);
  const node = canvas.node(path);
  if (!level?.address || !node) return;
  const { project, fields } = canvas.editor;
  const base = toId(node.kind.replace(/^block:/, '')) || 'block';
  const blockId = freeName(base, new Set(Object.keys(project.blocks ?? {})));
  const inner = canvas.drawing.nodes.filter((each) => parentOf(each.path) === path);
  const positions = Object.fromEntries(inner.map(({ view, x, y }) => [view.name, [x, y] as const]));
  const edits: Edit[] = [
    { type: 'detachBlock', in: level.address, id: node.id, blockId, all, fields },
    ...(inner.length ? [{ type: 'moveNodes', in: [`block:${blockId}`], positions } as const] : []),
  ];
  perform(canvas, `edit ${node.id}`, edits, all ? 'All of them can be edited now' : `${node.id} can be edited now`);
}

/** How many instances `editInside` reaches where it is to reach all that look like this one. */
export function countAlike(canvas: CanvasState, path: string): number {
  const address = canvas.level(path)?.address;
  const { project, fields } = canvas.editor;
  return address ? countAlikeInside(project, { in: address, id: idOf(path), fields }) : 0;
}

/** Makes what is selected a block of the project; its title is written next, in the inspector. */
export function makeBlockOfSelected(canvas: CanvasState): void {
  const groups = groupsOf(canvas, targetsOf(canvas));
  const [group] = groups;
  if (!group) return;
  const { project } = canvas.editor;
  const blockId = freeName('block', new Set(Object.keys(project.blocks ?? {})));
  const graph = canvas.level(pathOf(group.level, group.ids[0] as string))?.graph;
  const name = freeName('block', new Set(graph?.nodes.map(({ id }) => id)));
  const title = `Block ${blockId.slice('block'.length)}`;
  const made = { type: 'makeBlock', in: group.address, ids: group.ids, blockId, title, name } as const;
  const placed = placesOf(canvas, group.level, group.ids);
  const edits: Edit[] = [
    ...(placed ? [{ type: 'moveNodes', in: group.address, positions: placed } as const] : []),
    made,
  ];
  if (!perform(canvas, 'make a block', edits, `${title} holds what was selected`)) return;
  const path = pathOf(group.level, name);
  canvas.editor.select([path]);
  canvas.current = path;
  if (canvas.view.drawer) canvas.view.drawerOpen = true;
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>('#block-title')?.select());
}

/** Where nodes without a position of their own are drawn, so that the block's inside looks as before. */
function placesOf(canvas: CanvasState, level: string, ids: readonly string[]) {
  const bare = ids.map((id) => pathOf(level, id)).filter((path) => canvas.node(path)?.position === undefined);
  const drawn = new Map(canvas.drawing.nodes.map((node) => [node.path, node]));
  if (bare.length === 0) return undefined;
  return Object.fromEntries(
    ids.map((id) => {
      const at = drawn.get(pathOf(level, id));
      return [id, [at?.x ?? 0, at?.y ?? 0] as const];
    }),
  );
}

/** Leads a port of the block around to (or from) a port inside it. */
export function leadFrame(canvas: CanvasState, inner: PortAt, frame: PortAt): boolean {
  const id = blockIdOf(canvas.level(inner.path)?.address?.[0] ?? '');
  if (id === undefined) return false;
  const said =
    frame.side === 'in'
      ? `${idOf(inner.path)} takes what enters the block`
      : `The block gives what ${idOf(inner.path)} gives`;
  const edit: Edit = { type: 'leadPort', id, side: frame.side, port: frame.port, to: refOf(inner) };
  return perform(canvas, 'lead a port', [edit], said);
}

/** The block's port that a wire inside was dropped at: near its edge, the nearest in height. */
export function framePortAt(canvas: CanvasState, inner: PortAt, element: Element, at: Spot): PortAt | undefined {
  const path = parentOf(inner.path);
  const view = canvas.drawing.nodes.find((each) => each.path === path)?.view;
  const box = element.getBoundingClientRect();
  const zoom = canvas.flow?.zoom ?? 1;
  const distance = inner.side === 'out' ? box.right - at.x : at.x - box.left;
  if (!view || distance > EDGE * zoom) return undefined;
  const ports = view.ports.filter((port) => port.side === inner.side);
  const away = (y: number) => Math.abs(box.top + y * zoom - at.y);
  const [nearest] = ports.sort((a, b) => away(a.y) - away(b.y));
  return nearest && { path, port: nearest.port, side: inner.side };
}
/** A wire that ends this close to a frame's edge is meant for its port, px of the canvas. */
const EDGE = 32;

/** Puts what is inside a block in its place; its weights keep their paths. */
export function unpackBlock(canvas: CanvasState, path: string): void {
  const edits = unpackEdits(canvas, path);
  const before = new Set(canvas.editor.analysis.nodes.keys());
  if (!perform(canvas, 'unpack', edits, `${idOf(path)} unpacked`)) return;
  const added = [...canvas.editor.analysis.nodes.keys()].filter(
    (each) => !before.has(each) && parentOf(each) === parentOf(path),
  );
  canvas.editor.select(added);
  // What had the focus may be gone.
  const [first] = added;
  if (first !== undefined) requestAnimationFrame(() => canvas.flow?.focus(first));
}
