import { blocks } from '../../engine/blocks/contract/registry';
import type { GraphNode, ParamValue, Project } from '../../engine/graph/document';
import { GROUPS, type Group } from '../../engine/layers/contract/layer';
import { layers } from '../../engine/layers/contract/registry';
import type { CanvasState } from '../canvas/canvas-state.svelte';
import { drawnAt } from '../canvas/document-spot';
import { draw } from '../canvas/draw';
import type { Drawing, DrawnNode } from '../canvas/drawing';
import { pathOf, rootLevel } from '../canvas/levels';
import { newNode, snapped } from '../canvas/new-node';
import { placeAfter, sizeOfNew } from '../canvas/new-place';
import type { Editor } from '../document/editor.svelte';
import { kindOf } from '../document/kinds';
import { nodeAt } from '../document/node-at';
import { announce } from '../ui/announce.svelte';
import type { Family } from '../ui/families';
import type { GlyphName } from '../ui/glyphs';
import { showToast } from '../ui/toast.svelte';

/** One thing that can be added: a layer, a preset of one, or a block. */
export interface PaletteEntry {
  readonly title: string;
  readonly group: Group;
  readonly family: Family;
  readonly glyph: GlyphName;
  readonly kind: string;
  /** What the node is called, before its number. */
  readonly name: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly summary: string;
  /** The group's other words that a search finds it by. */
  readonly words: string;
  /** A block of the project, which can be deleted where nothing uses it. */
  readonly own?: boolean;
}

/** Data type of a drag from the palette to the canvas; the value is JSON `{ kind, params, name }`. */
export const DRAG_TYPE = 'application/x-netloom-kind';

let entries: readonly PaletteEntry[] | undefined;

/** All entries in the order of the groups; the same array every time. */
export function paletteEntries(): readonly PaletteEntry[] {
  entries ??= [...layers.values(), ...blocks.values()]
    .flatMap((kind) => {
      const presets =
        'presets' in kind && kind.presets?.length
          ? kind.presets
          : [{ title: kind.title, glyph: kind.glyph, name: kind.name ?? kind.kind, params: {} }];
      return presets.map((preset): PaletteEntry => {
        const group = ('group' in preset && preset.group) || kind.group;
        return {
          title: preset.title,
          group,
          family: group,
          glyph: preset.glyph as GlyphName,
          kind: kind.kind,
          name: preset.name,
          params: preset.params as PaletteEntry['params'],
          summary: kind.doc.summary,
          words: `${kind.title} ${kind.kind} ${GROUPS[group]}`,
        };
      });
    })
    .sort((a, b) => Object.keys(GROUPS).indexOf(a.group) - Object.keys(GROUPS).indexOf(b.group));
  return entries;
}

/** Blocks of the project's own, as the palette would offer them. */
export function ownBlocks(project: Project): PaletteEntry[] {
  return Object.entries(project.blocks ?? {}).map(([id, block]) => ({
    title: block.title,
    group: 'block',
    family: 'block',
    glyph: 'block',
    kind: `block:${id}`,
    name: id,
    params: {},
    summary: 'A block of this project.',
    words: 'block',
    own: true,
  }));
}

/**
 * Adds an entry without a pointer: after the selected node, wired where that is plain, else right of everything; the
 * first in the middle of what is seen.
 */
export function addKind(canvas: CanvasState, entry: PaletteEntry): void {
  const { editor } = canvas;
  const { project } = editor;
  const drawing = drawingOf(canvas);
  const [selected] = editor.selection;
  const place = selected === undefined ? undefined : nodeAt(project, selected);
  const level = canvas.level(place ? (selected ?? '') : '') ?? rootLevel(project);
  const after = place?.node;
  const siblings = drawnAt(drawing, level);
  const beside = siblings.find(({ path }) => path === selected) ?? rightmost(siblings);
  const bare = newNode(level.graph, entry, [0, 0]);
  const position = beside ? placeAfter(drawing, project, level, beside, bare) : inTheMiddle(canvas, bare);
  const node = { ...bare, position };
  const address = place?.in ?? [];
  const sends = after && kindOf(after.kind, project)?.outputs[0]?.name;
  const takes = kindOf(entry.kind, project)?.inputs[0]?.name;
  const edits = [
    { type: 'addNode', in: address, node } as const,
    ...(after && sends !== undefined && takes !== undefined
      ? [{ type: 'connect', in: address, edge: { from: [after.id, sends], to: [node.id, takes] } } as const]
      : []),
  ];
  const [problem] = editor.edit({ type: 'many', label: `Add ${entry.title}`, edits });
  announce(problem?.message ?? `${entry.title} added`);
  if (problem) {
    showToast({ text: problem.message, note: true });
    return;
  }
  const path = pathOf(level.path, node.id);
  editor.select([path]);
  canvas.current = path;
  // Drawn first, then scrolled to.
  requestAnimationFrame(() => canvas.flow?.reveal(path));
}

/** What the canvas shows, or would if it were on the screen. */
function drawingOf(canvas: CanvasState): Drawing {
  if (canvas.flow) return canvas.drawing;
  const { editor, view } = canvas;
  const isOpen = (path: string, node: GraphNode) => canvas.isOpen(path, node.open);
  return draw(editor.project, editor.analysis, { isOpen, show: view.show, heat: 'none', pictured: false });
}

const rightmost = (nodes: readonly DrawnNode[]): DrawnNode | undefined =>
  nodes.reduce<DrawnNode | undefined>(
    (most, node) => (most && most.x + most.width >= node.x + node.width ? most : node),
    undefined,
  );

function inTheMiddle({ flow, editor }: CanvasState, node: GraphNode): [number, number] {
  const { x, y } = flow?.toCanvas(flow.centre()) ?? { x: 0, y: 0 };
  const { width, height } = sizeOfNew(node, editor.project);
  return snapped([x - width / 2, y - height / 2]);
}

/** Deletes a block of the project; refused while something is an instance of it. */
export function deleteBlock(editor: Editor, { kind, title }: PaletteEntry): void {
  const [problem] = editor.edit({ type: 'setBlock', id: kind.slice('block:'.length), block: undefined });
  announce(problem?.message ?? `${title} deleted`);
  if (problem) showToast({ text: problem.message, note: true });
}
