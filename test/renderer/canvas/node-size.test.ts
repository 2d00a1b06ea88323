import { describe, expect, it } from 'vitest';
import { float } from '../../../engine/layers/contract/spec';
import { mediaOf, type SizeFacts, sizeOf } from '../../../renderer/canvas/node-size';

const PLAIN: SizeFacts = {
  name: 'relu1',
  summary: '',
  weighted: false,
  collapsed: false,
  ports: 1,
  labelled: false,
  picture: undefined,
  block: false,
  media: undefined,
  whole: undefined,
};

describe('mediaOf', () => {
  it('lays filters and maps out in cells of 15 with gaps of 1, ten a row, the first 50', () => {
    expect(mediaOf('filters', float(24, 24, 20))).toEqual({
      form: 'cells',
      count: 20,
      columns: 10,
      width: 159,
      height: 31,
    });
    expect(mediaOf('filters', float(8, 8, 4))).toEqual({ form: 'cells', count: 4, columns: 4, width: 63, height: 15 });
    expect(mediaOf('filters', float(8, 8, 512))).toMatchObject({ count: 50, height: 79 });
  });

  it('shows units as a strip 50 wide', () => {
    expect(mediaOf('units', float(500))).toEqual({ form: 'strip', count: 500, width: 150, height: 30 });
  });

  it('leaves a few units out: a strip of ten says nothing', () => {
    expect(mediaOf('units', float(10))).toBeUndefined();
  });

  it('shows a sample in whole multiples, larger ones at 84 px', () => {
    expect(mediaOf('input', float(28, 28, 1))).toEqual({ form: 'picture', width: 84, height: 84 });
    expect(mediaOf('input', float(32, 16, 3))).toEqual({ form: 'picture', width: 32, height: 64 });
    expect(mediaOf('input', float(224, 112, 3))).toEqual({ form: 'picture', width: 42, height: 84 });
    expect(mediaOf('input', float(4))).toBeUndefined();
    expect(mediaOf('result', float(26, 26, 1))).toEqual({ form: 'picture', width: 78, height: 78 });
    expect(mediaOf('result', float(26, 26, 3))).toMatchObject({ form: 'cells', count: 3 });
  });

  it('gives one bar a class, ten at most', () => {
    expect(mediaOf('answer', float(10))).toEqual({ form: 'bars', count: 10, height: 120 });
    expect(mediaOf('answer', float(1000))).toEqual({ form: 'bars', count: 10, height: 120 });
  });

  it('shows nothing where the shape is not known', () => {
    expect(mediaOf('filters', undefined)).toBeUndefined();
  });
});

describe('sizeOf', () => {
  it('adds up head, summary, picture and footer', () => {
    expect(sizeOf(PLAIN).height).toBe(32 + 24);
    expect(sizeOf({ ...PLAIN, summary: '2×2, stride 2' }).height).toBe(32 + 22 + 24);
    const media = mediaOf('filters', float(24, 24, 20));
    expect(sizeOf({ ...PLAIN, summary: '5×5', picture: 'filters', media, whole: media })).toEqual({
      width: 176,
      height: 32 + 22 + 31 + 8 + 24,
    });
  });

  it('is the head alone when collapsed', () => {
    expect(sizeOf({ ...PLAIN, summary: '5×5, 20 filters', collapsed: true }).height).toBe(32);
  });

  it('has a row of 24 for every port below the first; the summary shares the first of them', () => {
    expect(sizeOf({ ...PLAIN, ports: 2 }).height).toBe(32 + 24 + 24);
    expect(sizeOf({ ...PLAIN, ports: 2, summary: 'Euclidean' }).height).toBe(32 + 24 + 24);
    expect(sizeOf({ ...PLAIN, ports: 3, labelled: true, summary: 'x' }).height).toBe(32 + 48 + 22 + 24);
  });

  it('is between 104 and 152 wide without a picture, on half steps of the grid', () => {
    for (const name of ['a', 'flatten', 'dropout1', 'batchNormalisation12', 'x'.repeat(100)]) {
      const { width } = sizeOf({ ...PLAIN, name });
      expect(width).toBeGreaterThanOrEqual(104);
      expect(width).toBeLessThanOrEqual(152);
      expect(width % 8).toBe(0);
    }
  });

  it('is as wide as its name asks for at an output, from 128 on', () => {
    const width = (name: string) => sizeOf({ ...PLAIN, name, picture: 'answer' }).width;
    expect([width('digit'), width('fromPixels'), width('fromFeatures')]).toEqual([128, 152, 152]);
  });

  it('keeps its width whether the picture is shown or not', () => {
    const whole = mediaOf('units', float(500));
    const shown = sizeOf({ ...PLAIN, picture: 'units', media: whole, whole });
    expect(sizeOf({ ...PLAIN, picture: 'units', media: undefined, whole }).width).toBe(shown.width);
  });
});
