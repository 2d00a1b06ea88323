/** What a picture's numbers mean, and so which colours they get. */
export type ScaleKind = 'weights' | 'map' | 'grey';

/** One colour of a scale: where it stands, 0 to 1, and its red, green and blue, 0 to 255. */
interface Stop {
  at: number;
  rgb: readonly [number, number, number];
}

/** 256 colours of three bytes each: red, green, blue of step 0, then of step 1 … */
export type ScaleTable = Uint8ClampedArray;

/** Steps in a table. */
export const scaleSteps = 256;

const stopNames: Record<Exclude<ScaleKind, 'grey'>, readonly string[]> = {
  // Diverging, follows the theme: the middle is the ground that the picture stands on.
  weights: ['weight-neg', 'weight-neg-mid', 'weight-zero', 'weight-pos-mid', 'weight-pos'],
  // Sequential, the same in both themes: zero dark, peak light.
  map: ['map-0', 'map-1', 'map-2', 'map-3', 'map-4', 'map-5'],
};

/** Red, green and blue of `#rrggbb`, 0 to 255. Throws on anything else: tokens are ours. */
export function parseColour(hex: string): [number, number, number] {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  if (!match) throw new Error(`Not a colour of the form #rrggbb: ${hex}`);
  return [1, 2, 3].map((part) => Number.parseInt(match[part] ?? '', 16)) as [number, number, number];
}

/** Spreads stops over a table of 256 colours, in a straight line between neighbours. */
function fillTable(stops: readonly Stop[]): ScaleTable {
  const table = new Uint8ClampedArray(scaleSteps * 3);
  let right = 1;
  for (let step = 0; step < scaleSteps; step++) {
    const at = step / (scaleSteps - 1);
    while (right < stops.length - 1 && at > (stops[right]?.at ?? 1)) right++;
    const [from, to] = [stops[right - 1], stops[right]];
    if (!from || !to) throw new Error('A colour scale needs two colours or more');
    const share = (at - from.at) / (to.at - from.at);
    for (let channel = 0; channel < 3; channel++) {
      const [a = 0, b = 0] = [from.rgb[channel], to.rgb[channel]];
      table[step * 3 + channel] = a + (b - a) * share;
    }
  }
  return table;
}

/**
 * The colours of a scale.
 *
 * @param token gives a token's colour as `#rrggbb`, such as that of `weight-neg`
 */
export function scaleTable(kind: ScaleKind, token: (name: string) => string): ScaleTable {
  const colours: (readonly [number, number, number])[] =
    kind === 'grey'
      ? [
          [0, 0, 0],
          [255, 255, 255],
        ]
      : stopNames[kind].map((name) => parseColour(token(name)));
  return fillTable(colours.map((rgb, index) => ({ at: index / (colours.length - 1), rgb })));
}

/** A scale as a CSS gradient from left to right, for a legend. */
export function scaleGradient(kind: ScaleKind): string {
  const colours = kind === 'grey' ? ['#000', '#fff'] : stopNames[kind].map((name) => `var(--${name})`);
  return `linear-gradient(to right, ${colours.join(', ')})`;
}

/**
 * The numbers at the two ends of a scale: for weights the same distance to both sides of zero, so that no weight has
 * the ground's colour; for maps from zero (or the least, where it is below) to the peak; for grey from 0 to the peak,
 * at least 1. Numbers that are not finite do not count.
 */
export function scaleRange(kind: ScaleKind, values: ArrayLike<number>): [number, number] {
  let low = 0;
  let high = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (value < low && value > -Infinity) low = value;
    else if (value > high && value < Infinity) high = value;
  }
  if (kind === 'weights') {
    const limit = Math.max(-low, high) || 1;
    return [-limit, limit];
  }
  if (kind === 'grey') return [low, Math.max(high, 1)];
  return high > low ? [low, high] : [0, 1];
}
