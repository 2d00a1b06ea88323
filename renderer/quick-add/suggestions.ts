import { compile } from '../../engine/compile/compile';
import { type Candidate, candidates } from '../../engine/compile/connect';
import { kindOf } from '../../engine/compile/kinds';
import type { Analysis } from '../../engine/compile/program';
import { resolveParams } from '../../engine/compile/values';
import type { GraphNode, Project } from '../../engine/graph/document';
import { isFault } from '../../engine/graph/problems';
import { flowOf, type Spec, sampleShape, shapeText } from '../../engine/layers/contract/spec';
import type { PortAt } from '../canvas/canvas-state.svelte';
import { endKind } from '../canvas/end-kinds';
import { type DrawnLevel, idOf } from '../canvas/levels';
import { specOut } from '../canvas/ports';
import { kindOf as drawnKindOf } from '../document/kinds';
import { ownBlocks, type PaletteEntry, paletteEntries } from '../palette/entries';
import { formatExact } from '../ui/format';

/** One thing that the quick-add menu offers. */
export interface Suggestion {
  readonly id: string;
  readonly entry: PaletteEntry;
  /** Shape that it would give here; empty where that is not known. */
  readonly shape: string;
  /** The layer that has to stand before it. */
  readonly bridge?: { readonly kind: string; readonly params?: GraphNode['params'] };
  /** Empty: the entry's family. */
  readonly section: string;
}

const AS_IT_IS = 'Fits as it is';
const BLOCKS = 'Blocks';
const OTHERS = 'Does not fit here';
const afterBridge = (title: string) => `Fits after ${title}, added for you`;

/** What leaves the output that a wire was pulled from. */
export function specAt(project: Project, analysis: Analysis, level: DrawnLevel, from: PortAt): Spec | undefined {
  if (from.side === 'in') return undefined;
  const node = level.graph.nodes.find((each) => each.id === idOf(from.path));
  return node && specOut(analysis.nodes.get(from.path), drawnKindOf(node.kind, project), from.port);
}

/**
 * Everything that can be added, sorted by how it fits behind a wire that carries `spec`: as it is, after a layer that
 * is put in for it, blocks, the rest. Without a wire, all by family.
 *
 * @param side of the port that the wire was pulled from; undefined: nothing is wired
 */
export function suggestions(project: Project, side: 'in' | 'out' | undefined, spec: Spec | undefined): Suggestion[] {
  const entries = [...paletteEntries(), ...ownBlocks(project)];
  const plain = (section: string) => (entry: PaletteEntry) => ({ id: idFor(entry), entry, shape: '', section });
  if (side === undefined) return entries.map(plain(''));
  const wanted = entries.filter((entry) => {
    const kind = kindOf(entry.kind, project.blocks);
    return (side === 'out' ? kind?.inputs : kind?.outputs)?.length;
  });
  if (side === 'in' || !spec) return wanted.map(plain(AS_IT_IS)).sort(endsLast);
  const found = new Map(offers(project, spec).map((each) => [`${each.kind} ${each.title}`, each]));
  const all = wanted.map((entry) => suggest(project, entry, found.get(`${entry.kind} ${entry.title}`), spec));
  const bridges = [...new Set(all.map(({ section }) => section))].filter((each) => each.startsWith('Fits after'));
  const order = [AS_IT_IS, ...bridges, BLOCKS, OTHERS];
  return all.sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section) || endsLast(a, b));
}

/** Layers before the ends of the net. */
const endsLast = (a: Suggestion, b: Suggestion): number =>
  Number(a.entry.family === 'io') - Number(b.entry.family === 'io');

const idFor = (entry: PaletteEntry): string => `${entry.kind}-${entry.title}`.replace(/[^\w-]+/g, '_');

/** What the compiler says of every kind behind a sender of `spec`, at whatever level the wire really lies. */
function offers(project: Project, { shape, dtype }: Spec): Candidate[] {
  const params = { shape: sampleShape({ shape, dtype }), dtype };
  const graph = { nodes: [{ id: 'sender', kind: endKind('input'), params }], edges: [] };
  const trial: Project = { ...project, data: undefined, graph };
  return candidates(trial, compile(trial, { fields: [] }), ['sender', 'out']);
}

function suggest(project: Project, entry: PaletteEntry, offer: Candidate | undefined, spec: Spec): Suggestion {
  const base = { id: idFor(entry), entry, shape: offer?.output ? textOf(offer.output) : '' };
  if (!offer || offer.fits === 'no') return { ...base, section: OTHERS };
  if (offer.isBlock) return { ...base, section: BLOCKS };
  if (offer.fits === 'as-is') return { ...base, section: AS_IT_IS };
  const inserted = offer.cure?.edits.find((edit) => edit.type === 'insertOnEdge')?.node;
  const between = inserted && kindOf(inserted.kind, project.blocks);
  if (!inserted || !between) return { ...base, section: OTHERS };
  const bridge = { kind: inserted.kind, params: inserted.params };
  const middle = outputOf(project, bridge, spec);
  const output = middle && outputOf(project, entry, middle);
  return { ...base, bridge, shape: output ? textOf(output) : '', section: afterBridge(between.title) };
}

/** What a layer gives for one input; undefined where it does not fit. */
function outputOf(
  project: Project,
  { kind: name, params }: { readonly kind: string; readonly params?: GraphNode['params'] },
  input: Spec,
): Spec | undefined {
  const kind = kindOf(name, project.blocks);
  const result = kind?.layer?.shape(
    kind.inputs.map(() => input),
    resolveParams(kind.params, params).values,
  );
  return result && !isFault(result) ? result[0] : undefined;
}

const textOf = (spec: Spec): string =>
  flowOf(spec) === 'vector' ? formatExact(Number(spec.shape[1])) : shapeText(spec);
