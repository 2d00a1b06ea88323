import { kindOf } from '../../engine/compile/kinds';
import type { Analysis } from '../../engine/compile/program';
import { resolveParams } from '../../engine/compile/values';
import type { GraphNode, Project } from '../../engine/graph/document';
import { isFault } from '../../engine/graph/problems';
import { flowOf, type Spec, shapeText } from '../../engine/layers/contract/spec';
import type { PortAt } from '../canvas/canvas-state.svelte';
import { type DrawnLevel, idOf, pathOf } from '../canvas/levels';
import { type PaletteEntry, paletteEntries } from '../palette/entries';
import { formatExact } from '../ui/format';

/** One thing that the quick-add menu offers. */
export interface Suggestion {
  readonly id: string;
  readonly entry: PaletteEntry;
  /** Shape that it would give here; empty where that is not known. */
  readonly shape: string;
  /** Kind and parameters of the layer that has to stand before it. */
  readonly bridge?: { readonly kind: string; readonly title: string; readonly params?: GraphNode['params'] };
  readonly section: string;
}

const AS_IT_IS = 'Fits as it is';
const BLOCKS = 'Blocks';
const OTHERS = 'Does not fit here';
const afterBridge = (title: string) => `Fits after ${title}, added for you`;

/** What arrives at (or is wanted by) the port that a wire was pulled from. */
export function specAt(project: Project, analysis: Analysis, level: DrawnLevel, port: PortAt): Spec | undefined {
  const node = level.graph.nodes.find((each) => each.id === idOf(port.path));
  const kind = node && kindOf(node.kind, project.blocks);
  const index = kind?.outputs.findIndex(({ name }) => name === port.port) ?? -1;
  return analysis.nodes.get(pathOf(level.path, idOf(port.path)))?.outputs[index];
}

/**
 * Everything that can be added, sorted by how it fits behind a wire that carries `spec`: as it is, after a layer that
 * is put in for it, blocks. Without a wire, all by family.
 *
 * @param from the wire's start; undefined: nothing is wired
 */
export function suggestions(project: Project, from: PortAt | undefined, spec: Spec | undefined): Suggestion[] {
  const entries = [...paletteEntries(), ...ownBlocks(project)];
  if (!from) return entries.map((entry) => ({ id: idFor(entry), entry, shape: '', section: '' }));
  const wanted = entries.filter((entry) => {
    const kind = kindOf(entry.kind, project.blocks);
    return from.side === 'out' ? kind?.inputs.length : kind?.outputs.length;
  });
  if (from.side === 'in') return wanted.map((entry) => ({ id: idFor(entry), entry, shape: '', section: AS_IT_IS }));
  const found = wanted.map((entry) => suggest(project, entry, spec));
  const order = [
    AS_IT_IS,
    ...new Set(found.map(({ section }) => section).filter((s) => s.startsWith('Fits after'))),
    BLOCKS,
    OTHERS,
  ];
  return found.sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section));
}

const idFor = (entry: PaletteEntry): string => `${entry.kind}-${entry.title}`.replace(/[^\w-]+/g, '_');

function suggest(project: Project, entry: PaletteEntry, spec: Spec | undefined): Suggestion {
  const id = idFor(entry);
  const kind = kindOf(entry.kind, project.blocks);
  const block = entry.family === 'block';
  if (!spec || !kind?.layer) return { id, entry, shape: '', section: block ? BLOCKS : AS_IT_IS };
  const values = resolveParams(kind.params, entry.params).values;
  const inputs = kind.inputs.map(() => spec);
  const result = kind.layer.shape(inputs as [Spec, ...Spec[]], values);
  if (!isFault(result)) {
    const [output] = result;
    return { id, entry, shape: output ? textOf(output) : '', section: AS_IT_IS };
  }
  for (const cure of result.cures ?? []) {
    if (!('insert' in cure)) continue;
    const between = kindOf(cure.insert.kind, project.blocks);
    const inserted = between?.layer?.shape([spec], resolveParams(between.params, cure.insert.params).values);
    if (!between || !inserted || isFault(inserted) || !inserted[0]) continue;
    const after = kind.layer.shape([inserted[0]], values);
    if (isFault(after)) continue;
    const bridge = { kind: cure.insert.kind, title: between.title, params: cure.insert.params };
    return { id, entry, shape: after[0] ? textOf(after[0]) : '', bridge, section: afterBridge(between.title) };
  }
  return { id, entry, shape: '', section: OTHERS };
}

const textOf = (spec: Spec): string =>
  flowOf(spec) === 'vector' ? formatExact(Number(spec.shape[1])) : shapeText(spec);

/** Blocks of the project's own, as the palette would offer them. */
function ownBlocks(project: Project): PaletteEntry[] {
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
  }));
}
