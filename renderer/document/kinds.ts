import { blocks } from '../../engine/blocks/contract/registry';
import type { GraphNode, Project } from '../../engine/graph/document';
import type { Doc, Group, Layer, Port } from '../../engine/layers/contract/layer';
import type { Params } from '../../engine/layers/contract/params';
import { layers } from '../../engine/layers/contract/registry';
import type { Family } from '../ui/families';
import { type GlyphName, glyphs } from '../ui/glyphs';

/** What the window needs to know of any kind: a layer, a built-in block, or a block of the project. */
export interface Kind {
  readonly kind: string;
  readonly title: string;
  readonly family: Family;
  readonly glyph: GlyphName;
  readonly params: Params;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly doc?: Doc;
  readonly role?: Layer['role'];
  readonly picture?: Layer['picture'];
  readonly composite: boolean;
}

const glyphNamed = (name: string): GlyphName => (name in glyphs ? (name as GlyphName) : 'block');
const familyOf = (group: Group): Family => group;

/** Undefined for a kind that this version does not know. */
export function kindOf(kind: string, project: Project): Kind | undefined {
  const layer = layers.get(kind);
  if (layer) return { ...layer, family: familyOf(layer.group), glyph: glyphNamed(layer.glyph), composite: false };
  const block = blocks.get(kind);
  if (block) return { ...block, family: 'block', glyph: glyphNamed(block.glyph), composite: true };
  const own = kind.startsWith('block:') ? project.blocks?.[kind.slice(6)] : undefined;
  if (!own) return undefined;
  const ports = (ends: object): Port[] => Object.keys(ends).map((name) => ({ name }));
  return {
    kind,
    title: own.title,
    family: 'block',
    glyph: 'block',
    params: paramsOfBlock(own.params),
    inputs: ports(own.inputs),
    outputs: ports(own.outputs),
    composite: true,
  };
}

function paramsOfBlock(params: NonNullable<Project['blocks']>[string]['params']): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, { type, default: value, title }]) => {
      const common = { title: title ?? name, default: value };
      const limits = type === 'int' ? { min: 1, max: 2 ** 31 - 1 } : { min: -1e30, max: 1e30 };
      return [name, { type, ...common, ...limits }];
    }),
  ) as Params;
}

/** The glyph of one node: a preset's own where its parameters say so (an activation node shows its curve). */
export function glyphOf(node: GraphNode, kind: Kind): GlyphName {
  const preset = layers
    .get(node.kind)
    ?.presets?.find((p) =>
      Object.entries(p.params).every(([name, value]) => (node.params?.[name] ?? kind.params[name]?.default) === value),
    );
  return preset ? glyphNamed(preset.glyph) : kind.glyph;
}
