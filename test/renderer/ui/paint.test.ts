import { describe, expect, it } from 'vitest';
import { scaleTable } from '../../../renderer/ui/colour-scales';
import { type PaintOptions, type Pixels, paint, pictureSize } from '../../../renderer/ui/paint';
import {
  firstPictures,
  kernelPictures,
  onePicture,
  type Pictures,
  stripPicture,
  valuesOf,
} from '../../../renderer/ui/pictures';

const grey: PaintOptions = {
  kind: 'grey',
  table: scaleTable('grey', () => ''),
  cell: 2,
  gap: 0,
  columns: 1,
  whole: true,
  range: [0, 1],
};

/** The red channel as rows, with null where nothing was painted. */
function reds({ width, height, rgba }: Pixels): (number | null)[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const at = (y * width + x) * 4;
      return rgba[at + 3] === 0 ? null : (rgba[at] ?? null);
    }),
  );
}

const of = (values: number[], rest: Omit<Pictures, 'values'>): Pictures => ({
  values: new Float32Array(values),
  ...rest,
});

describe('painting', () => {
  it('gives each number a square of pixels of one colour', () => {
    const pixels = paint(of([0, 1, 1, 0], { count: 1, rows: 2, cols: 2 }), { ...grey, cell: 4 });
    expect(reds(pixels)).toEqual([
      [0, 0, 255, 255],
      [0, 0, 255, 255],
      [255, 255, 0, 0],
      [255, 255, 0, 0],
    ]);
  });

  it('puts pictures in rows with clear ground between', () => {
    const pixels = paint(of([1, 0, 1], { count: 3, rows: 1, cols: 1 }), { ...grey, cell: 1, gap: 1, columns: 2 });
    expect(reds(pixels)).toEqual([
      [255, null, 0],
      [null, null, null],
      [255, null, null],
    ]);
  });

  it('reads maps as a layer puts them out, channels last', () => {
    // Two maps of 1×2: the first is [0, 1], the second [1, 0].
    const pictures = of([0, 1, 1, 0], { count: 2, rows: 1, cols: 2, layout: 'channels last' });
    expect(reds(paint(pictures, { ...grey, columns: 1 }))).toEqual([
      [0, 255],
      [255, 0],
    ]);
    expect([...valuesOf(pictures, 1)]).toEqual([1, 0]);
  });

  it('reads colour pictures', () => {
    const pixels = paint(of([1, 0, 0.2], { count: 1, rows: 1, cols: 1, channels: 3 }), { ...grey, cell: 1 });
    expect([...pixels.rgba]).toEqual([255, 0, 51, 255]);
  });

  it('scales all alike, each by itself, or as told', () => {
    const pictures = of([0, 2, 0, 4], { count: 2, rows: 1, cols: 2 });
    const row = (range: PaintOptions['range']) => reds(paint(pictures, { ...grey, kind: 'map', columns: 2, range }))[0];
    expect(row('shared')).toEqual([0, 128, 0, 255]);
    expect(row('each')).toEqual([0, 255, 0, 255]);
    expect(row([0, 8])).toEqual([0, 64, 0, 128]);
  });

  it('clips what lies outside the range and leaves clear what is not a number', () => {
    const pictures = of([-5, 9, Number.NaN, Number.POSITIVE_INFINITY], { count: 1, rows: 1, cols: 4 });
    expect(reds(paint(pictures, { ...grey, cell: 4 }))).toEqual([[0, 255, null, 255]]);
  });

  it('leaves no row out where a picture is drawn smaller than its numbers', () => {
    const pictures = of([1, 0, 0, 0, 0, 0, 0, 1], { count: 1, rows: 1, cols: 8 });
    expect(reds(paint(pictures, { ...grey, cell: 4, whole: false }))).toEqual([[128, 0, 0, 128]]);
  });

  it('paints nothing of nothing', () => {
    const pixels = paint(of([], { count: 0, rows: 5, cols: 5 }), grey);
    expect(pixels.rgba.every((byte) => byte === 0)).toBe(true);
  });
});

describe('the size of a picture', () => {
  it('is a whole multiple: a 5×5 kernel in a cell of 15 at 3 px', () => {
    expect(pictureSize(5, 5, 15, true)).toEqual({ width: 15, height: 15 });
    expect(pictureSize(7, 7, 15, true)).toEqual({ width: 14, height: 14 });
    expect(pictureSize(24, 24, 15, true)).toEqual({ width: 24, height: 24 });
  });

  it('fills the cell where maps stand, and stays as wide as it is', () => {
    expect(pictureSize(8, 8, 15, false)).toEqual({ width: 15, height: 15 });
    expect(pictureSize(10, 20, 40, false)).toEqual({ width: 40, height: 20 });
  });
});

describe('pictures', () => {
  it('come from a kernel, averaged over its inputs', () => {
    // [rows 1, cols 2, inputs 2, filters 2]
    const kernel = new Float32Array([1, 10, 3, 30, 5, 50, 7, 70]);
    const pictures = kernelPictures(kernel, [1, 2, 2, 2]);
    expect(pictures.count).toBe(2);
    expect([...valuesOf(pictures, 0)]).toEqual([2, 6]);
    expect([...valuesOf(pictures, 1)]).toEqual([20, 60]);
  });

  it('come from units, the last row filled with nothing', () => {
    const picture = stripPicture(new Float32Array([1, 2, 3]), 2);
    expect([picture.rows, picture.cols]).toEqual([2, 2]);
    expect([...picture.values]).toEqual([1, 2, 3, Number.NaN]);
  });

  it('can be cut to the first few and taken one by one', () => {
    const last = of([1, 2, 3, 4, 5, 6], { count: 3, rows: 2, cols: 1, layout: 'channels last' });
    const cut = firstPictures(last, 2);
    expect(cut.count).toBe(2);
    expect([...valuesOf(cut, 1)]).toEqual([2, 5]);
    expect([...onePicture(last, 2).values]).toEqual([3, 6]);
    expect(firstPictures(last, 3)).toBe(last);
    const first = of([1, 2, 3, 4], { count: 2, rows: 2, cols: 1 });
    expect([...firstPictures(first, 1).values]).toEqual([1, 2]);
  });
});
