/** The families of layers. The hue of a tile says the family; the glyph in it says the kind. */
export type Family = 'io' | 'conv' | 'pool' | 'dense' | 'act' | 'norm' | 'reg' | 'shape' | 'merge' | 'seq' | 'block';

/** The two colours of a family as CSS values: the tile's ground and the glyph on it. */
export function familyColours(family: Family): { ground: string; glyph: string } {
  return { ground: `var(--fam-${family}-t)`, glyph: `var(--fam-${family})` };
}
