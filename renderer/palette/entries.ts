import { blocks } from '../../engine/blocks/contract/registry';
import type { ParamValue } from '../../engine/graph/document';
import { GROUPS, type Group } from '../../engine/layers/contract/layer';
import { layers } from '../../engine/layers/contract/registry';
import { newNode } from '../canvas/new-node';
import type { Editor } from '../document/editor.svelte';
import type { Family } from '../ui/families';
import type { GlyphName } from '../ui/glyphs';

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

/** Adds an entry without a pointer: after the selected node, wired where that is plain, else right of everything. */
export function addKind(editor: Editor, entry: PaletteEntry): void {
  const nodes = editor.project.graph.nodes;
  const [selected] = editor.selection;
  const after = nodes.find((node) => node.id === selected);
  const right = Math.max(0, ...nodes.map((node) => (node.position?.[0] ?? 0) + 208));
  const position: [number, number] = after?.position
    ? [after.position[0] + 208, after.position[1]]
    : [right, nodes[0]?.position?.[1] ?? 0];
  const node = newNode(editor.project.graph, entry, position);
  const output = after && editor.analysis.nodes.get(after.id)?.outputs.length ? after : undefined;
  const hasInput = (layers.get(entry.kind) ?? blocks.get(entry.kind))?.inputs[0]?.name;
  const edits = [
    { type: 'addNode', node } as const,
    ...(output && hasInput
      ? [{ type: 'connect', edge: { from: [output.id, 'out'], to: [node.id, hasInput] } } as const]
      : []),
  ];
  const problems = editor.edit({ type: 'many', label: `Add ${entry.title}`, edits });
  if (problems.length === 0) editor.select([node.id]);
}
