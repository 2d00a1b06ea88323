import { describe, expect, it } from 'vitest';
import { sources } from '../../../engine/data/contract/registry';
import type { Part, Source } from '../../../engine/data/contract/source';
import { drawPolygon } from '../../../engine/data/parts/polygon';
import { memoryIo } from './io';

const shapes = sources.get('shapes') as Source;

async function drawn(count: number, seed: number): Promise<{ train: Part; test: Part }> {
  const opened = await shapes.open(memoryIo({}), { count, seed });
  if (!opened.ok || !opened.value.test) throw new Error('no shapes');
  return { train: opened.value.train, test: opened.value.test };
}
const values = (part: Part, field: string) => part.columns[field]?.values ?? new Float32Array();

describe('drawn shapes', () => {
  it('are the same for the same seed, the four classes in turn, and a quarter more for testing', async () => {
    const { train, test } = await drawn(40, 1);
    expect([train.count, test.count]).toEqual([40, 10]);
    expect([...values(train, 'label')].slice(0, 8)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect((await drawn(40, 1)).train).toEqual(train);
    expect(values((await drawn(40, 2)).train, 'picture')).not.toEqual(values(train, 'picture'));
    expect(values(test, 'features')).not.toEqual(values(train, 'features').subarray(0, 30));
  });

  it('belong to the class that their features say', async () => {
    const { train } = await drawn(400, 3);
    const seen = new Set<string>();
    for (let row = 0; row < train.count; row++) {
      const [sides = 0, radius = 0, hue = 0] = values(train, 'features').subarray(3 * row, 3 * row + 3);
      const expected = radius < 7.5 ? (hue < 120 ? 0 : 1) : sides < 5 ? 2 : 3;
      expect(values(train, 'label')[row]).toBe(expected);
      seen.add(`${expected} ${sides} ${hue < 120 ? 'warm' : 'cold'}`);
    }
    // Small shapes of either colour have 3 to 6 sides; large ones of either number of sides have both colours.
    expect(seen.size).toBe(4 + 4 + 2 * 2 + 2 * 2);
  });

  it('have the colour and the size on the picture that the features tell', async () => {
    const { train } = await drawn(40, 5);
    for (let row = 0; row < train.count; row++) {
      const picture = values(train, 'picture').subarray(row * 3072, (row + 1) * 3072);
      const [sides = 0, radius = 0, hue = 0] = values(train, 'features').subarray(3 * row, 3 * row + 3);
      const red = (at: number) => picture[3 * at] as number;
      const blue = (at: number) => picture[3 * at + 2] as number;
      // The ground is grey: a pixel counts by how far its colours are from equal, in parts of the purest one's.
      const chroma = Array.from({ length: 1024 }, (_, at) => {
        const rgb = [...picture.subarray(3 * at, 3 * at + 3)];
        return Math.max(...rgb) - Math.min(...rgb);
      });
      const full = Math.max(...chroma);
      const area = chroma.reduce((sum, one) => sum + one / full, 0);
      // A regular polygon's area: n/2 · r² · sin(2π/n).
      const expected = (sides / 2) * radius ** 2 * Math.sin((2 * Math.PI) / sides);
      expect(Math.abs(area / expected - 1)).toBeLessThan(0.08);
      const purest = chroma.indexOf(full);
      expect(red(purest) > blue(purest)).toBe(hue < 120);
    }
  });
});

it('a square that stands on whole pixels fills them, and nothing else', () => {
  const picture = new Uint8Array(8 * 8);
  drawPolygon(picture, 8, { sides: 4, radius: 2 * Math.SQRT2, turn: Math.PI / 4, x: 4, y: 4 }, [9]);
  const rows = Array.from({ length: 8 }, (_, row) => [...picture.subarray(8 * row, 8 * row + 8)].join(''));
  expect(rows).toEqual([...Array(2).fill('00000000'), ...Array(4).fill('00999900'), ...Array(2).fill('00000000')]);
});
