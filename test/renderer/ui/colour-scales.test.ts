import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseColour, scaleGradient, scaleRange, scaleTable } from '../../../renderer/ui/colour-scales';

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');
const dark = css.slice(css.indexOf("[data-theme='dark']"));
const read = (from: string) => (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(from)?.[1] ?? '';
const light = read(css);

const colourAt = (table: Uint8ClampedArray, step: number) => [...table.slice(step * 3, step * 3 + 3)];

describe('colours', () => {
  it('are read from #rrggbb', () => {
    expect(parseColour('#0c0e1c')).toEqual([12, 14, 28]);
    expect(parseColour(' #FBF9D3 ')).toEqual([251, 249, 211]);
  });

  it.each(['red', '#fff', '#12345', 'rgb(1 2 3)', ''])('%j is refused', (text) =>
    expect(() => parseColour(text)).toThrow(),
  );
});

describe('the weights scale', () => {
  it('goes from orange over the ground to blue', () => {
    const table = scaleTable('weights', light);
    expect(colourAt(table, 0)).toEqual(parseColour('#c75d15'));
    expect(colourAt(table, 255)).toEqual(parseColour('#1e579f'));
    // 255 steps have no middle one: the two around it are the ground's colour within a shade.
    for (const step of [127, 128]) {
      colourAt(table, step).forEach((channel, at) => {
        expect(Math.abs(channel - (parseColour('#f5f4f2')[at] ?? 0))).toBeLessThanOrEqual(1);
      });
    }
  });

  it('follows the theme', () => {
    expect(colourAt(scaleTable('weights', read(dark)), 0)).toEqual(parseColour('#f6964e'));
    expect(colourAt(scaleTable('weights', read(dark)), 255)).toEqual(parseColour('#6aacf4'));
  });

  it('has zero in its middle whatever the weights are', () => {
    expect(scaleRange('weights', [-0.2, 1.15])).toEqual([-1.15, 1.15]);
    expect(scaleRange('weights', [-3, 1])).toEqual([-3, 3]);
    expect(scaleRange('weights', [0, 0])).toEqual([-1, 1]);
    expect(scaleRange('weights', [])).toEqual([-1, 1]);
  });
});

describe('the map scale', () => {
  it('has the six colours at equal distances, the same in both themes', () => {
    const table = scaleTable('map', light);
    expect(table).toEqual(scaleTable('map', read(dark)));
    ['#0c0e1c', '#233261', '#1c6b91', '#44aba5', '#b1dca7', '#fbf9d3'].forEach((hex, index) => {
      expect(colourAt(table, index * 51)).toEqual(parseColour(hex));
    });
  });

  it('grows lighter from zero to peak', () => {
    const table = scaleTable('map', light);
    const lightness = (step: number) => {
      const [red = 0, green = 0, blue = 0] = colourAt(table, step);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    for (let step = 1; step < 256; step++) expect(lightness(step)).toBeGreaterThanOrEqual(lightness(step - 1) - 0.51);
  });

  it('begins at zero, or at the least where that is below', () => {
    expect(scaleRange('map', [0.5, 4])).toEqual([0, 4]);
    expect(scaleRange('map', [-1, 1])).toEqual([-1, 1]);
    expect(scaleRange('map', [0, 0])).toEqual([0, 1]);
  });

  it('does not count what is not finite', () => {
    expect(scaleRange('map', [Number.NaN, Number.POSITIVE_INFINITY, 2])).toEqual([0, 2]);
    expect(scaleRange('weights', [Number.NEGATIVE_INFINITY, -2])).toEqual([-2, 2]);
  });
});

describe('the grey scale', () => {
  it('goes from black to white and keeps a dark picture dark', () => {
    const table = scaleTable('grey', () => '');
    expect(colourAt(table, 0)).toEqual([0, 0, 0]);
    expect(colourAt(table, 255)).toEqual([255, 255, 255]);
    expect(scaleRange('grey', [0, 0.2])).toEqual([0, 1]);
    expect(scaleRange('grey', [0, 255])).toEqual([0, 255]);
  });
});

describe('a legend', () => {
  it('is a gradient of the same tokens', () => {
    expect(scaleGradient('map')).toBe(
      'linear-gradient(to right, var(--map-0), var(--map-1), var(--map-2), var(--map-3), var(--map-4), var(--map-5))',
    );
  });
});
