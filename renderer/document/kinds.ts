import { type Kind as CompilerKind, kindOf as compilerKindOf } from '../../engine/compile/kinds';
import type { GraphNode, Project } from '../../engine/graph/document';
import type { Doc, Layer } from '../../engine/layers/contract/layer';
import { flowOf, type Spec } from '../../engine/layers/contract/spec';
import type { Family } from '../ui/families';
import { type GlyphName, glyphs } from '../ui/glyphs';

/** A kind as the window draws it: what the compiler knows, and its family, glyph and help. */
export interface Kind extends CompilerKind {
  readonly family: Family;
  readonly glyph: GlyphName;
  readonly doc?: Doc;
  readonly picture?: Layer['picture'];
  /** It has an inside that can be opened. */
  readonly composite: boolean;
}

const drawn = new WeakMap<CompilerKind, Kind>();
const glyphNamed = (name: string | undefined): GlyphName => (name && name in glyphs ? (name as GlyphName) : 'block');

/** Undefined for a kind that this version does not know. */
export function kindOf(name: string, project: Project): Kind | undefined {
  const kind = compilerKindOf(name, project.blocks);
  if (!kind) return undefined;
  const known = drawn.get(kind);
  if (known) return known;
  const { layer, block } = kind;
  const made: Kind = {
    ...kind,
    family: layer?.group ?? 'block',
    glyph: glyphNamed(layer?.glyph ?? block?.glyph),
    doc: layer?.doc ?? block?.doc,
    picture: layer?.picture,
    composite: !layer,
  };
  drawn.set(kind, made);
  return made;
}

/**
 * The glyph of one node: a preset's own where its parameters say so (an activation node shows its curve); what enters
 * at an input decides between a picture and numbers. `output` is its first result.
 */
export function glyphOf(node: GraphNode, kind: Kind, output?: Spec): GlyphName {
  if (kind.role === 'input' && output) return flowOf(output) === 'maps' ? 'input' : kind.glyph;
  const preset = kind.layer?.presets?.find((p) =>
    Object.entries(p.params).every(([name, value]) => (node.params?.[name] ?? kind.params[name]?.default) === value),
  );
  return preset ? glyphNamed(preset.glyph) : kind.glyph;
}
