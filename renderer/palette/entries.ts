import { blocks } from '../../engine/blocks/contract/registry';
import type { ParamValue, Project } from '../../engine/graph/document';
import { graphAt } from '../../engine/graph/graph-at';
import { GROUPS, type Group } from '../../engine/layers/contract/layer';
import { layers } from '../../engine/layers/contract/registry';
import { parentOf, pathOf } from '../canvas/levels';
import { newNode } from '../canvas/new-node';
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

/** Adds an entry without a pointer: after the selected node, wired where that is plain, else right of everything. */
export function addKind(editor: Editor, entry: PaletteEntry): void {
  const [selected] = editor.selection;
  const place = selected === undefined ? undefined : nodeAt(editor.project, selected);
  const address = place?.in ?? [];
  const graph = graphAt(editor.project, address) ?? editor.project.graph;
  const after = place?.node;
  const right = Math.max(0, ...graph.nodes.map((node) => (node.position?.[0] ?? 0) + 208));
  const position: [number, number] = after?.position
    ? [after.position[0] + 208, after.position[1]]
    : [right, graph.nodes[0]?.position?.[1] ?? 0];
  const node = newNode(graph, entry, position);
  const sends = after && kindOf(after.kind, editor.project)?.outputs[0]?.name;
  const takes = kindOf(entry.kind, editor.project)?.inputs[0]?.name;
  const edits = [
    { type: 'addNode', in: address, node } as const,
    ...(after && sends !== undefined && takes !== undefined
      ? [{ type: 'connect', in: address, edge: { from: [after.id, sends], to: [node.id, takes] } } as const]
      : []),
  ];
  const [problem] = editor.edit({ type: 'many', label: `Add ${entry.title}`, edits });
  announce(problem?.message ?? `${entry.title} added`);
  if (problem) showToast({ text: problem.message, note: true });
  else editor.select([pathOf(selected === undefined || !place ? '' : parentOf(selected), node.id)]);
}

/** Deletes a block of the project; refused while something is an instance of it. */
export function deleteBlock(editor: Editor, { kind, title }: PaletteEntry): void {
  const [problem] = editor.edit({ type: 'setBlock', id: kind.slice('block:'.length), block: undefined });
  announce(problem?.message ?? `${title} deleted`);
  if (problem) showToast({ text: problem.message, note: true });
}
