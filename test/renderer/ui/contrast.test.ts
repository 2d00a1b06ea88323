import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');

/** The custom properties of the block that a selector opens. */
function block(selector: string): Record<string, string> {
  const from = css.indexOf(`${selector} {`);
  if (from < 0) throw new Error(`tokens.css has no block for ${selector}`);
  const body = css.slice(from, css.indexOf('\n}', from));
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

const themes = { light: block("[data-theme='light']"), dark: block("[data-theme='dark']") };

/** Relative luminance of a #rrggbb colour, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two #rrggbb colours, 1 to 21. */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const text = 4.5;
const mark = 3;
const grounds = ['canvas', 'panel', 'raised', 'overlay', 'hover'];
const states = ['error', 'warn', 'live', 'twin', 'frozen'];
const families = ['io', 'conv', 'pool', 'dense', 'act', 'norm', 'reg', 'shape', 'merge', 'seq', 'block'];

/** What is drawn, the grounds it stands on, and the least contrast it needs. */
const pairs: [string, string[], number][] = [
  ['ink', [...grounds, 'well', 'press', 'accent-soft'], text],
  ['ink-2', [...grounds, 'well', 'accent-soft'], text],
  ['ink-3', [...grounds, 'well', 'accent-soft'], text],
  ['accent-ink', ['canvas', 'panel', 'raised', 'overlay', 'accent-soft', 'hover'], text],
  ['on-solid', ['accent-solid', 'accent-solid-hover', 'error-solid'], text],
  ...states.map((state): [string, string[], number] => [
    `${state}-ink`,
    ['panel', 'raised', 'overlay', 'hover', `${state}-soft`],
    text,
  ]),
  ...states.map((state): [string, string[], number] => [state, ['canvas', 'panel', 'raised'], mark]),
  ['accent', ['canvas', 'panel', 'raised', 'overlay', 'well'], mark],
  ['line-control', ['canvas', 'panel', 'raised', 'well'], mark],
  ...families.map((family): [string, string[], number] => [`fam-${family}`, [`fam-${family}-t`], text]),
  ...['maps', 'vector', 'seq', 'volume', 'ids', 'scalar'].map((flow): [string, string[], number] => [
    `flow-${flow}`,
    ['canvas', 'raised'],
    mark,
  ]),
  ...[1, 2, 3, 4, 5].flatMap((run): [string, string[], number][] => [
    [`run-${run}`, ['panel', 'raised'], mark],
    [`run-${run}-b`, ['panel'], 7],
  ]),
  ['weight-neg', ['weight-zero'], mark],
  ['weight-pos', ['weight-zero'], mark],
];

describe.each(Object.entries(themes))('contrast in the %s theme', (_, colours) => {
  it.each(pairs)('%s on %j reaches %d', (front, backs, least) => {
    for (const back of backs) {
      const [a, b] = [colours[front], colours[back]];
      expect(a, `token ${front}`).toMatch(/^#[0-9a-f]{6}$/);
      expect(b, `token ${back}`).toMatch(/^#[0-9a-f]{6}$/);
      expect(contrast(a ?? '', b ?? ''), `${front} on ${back}`).toBeGreaterThanOrEqual(least);
    }
  });
});

describe('the sum itself', () => {
  it('gives 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
    expect(contrast('#1e66d9', '#1e66d9')).toBe(1);
  });

  it('agrees with the published example: #777777 on white is 4.48', () => {
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});

describe('the two themes', () => {
  it('define the same names', () => {
    expect(Object.keys(themes.light).sort()).toEqual(Object.keys(themes.dark).sort());
  });

  it('keep the map scale the same, dark zero and light peak', () => {
    for (let step = 0; step < 6; step++) expect(themes.light[`map-${step}`]).toBe(themes.dark[`map-${step}`]);
    expect(luminance(themes.light['map-0'] ?? '')).toBeLessThan(0.01);
    expect(luminance(themes.light['map-5'] ?? '')).toBeGreaterThan(0.9);
  });
});
