import { describe, expect, test } from 'vitest';
import { wrongValue } from '../../../engine/compile/values';
import { ints, margins, padding } from '../../../engine/layers/contract/params';

const maps = padding(['valid', 'same'], 'valid', { max: 8 });

describe('a padding in a file', () => {
  test.each([
    'valid',
    'same',
    [
      [0, 8],
      [1, 2],
    ],
  ])('may be %j', (value) => {
    expect(wrongValue(maps, value)).toBeUndefined();
  });

  test.each([
    'causal',
    [[1, 1]],
    [1, 1],
    [[1, 1], [1]],
    [
      [1, 1],
      [1, 0.5],
    ],
    null,
    3,
  ])('may not be %j', (value) => {
    expect(wrongValue(maps, value)).toEqual({
      code: 'param/type',
      expected: 'valid, same or [[top, bottom], [left, right]]',
    });
  });

  test.each([
    [
      [
        [0, 9],
        [0, 0],
      ],
    ],
    [
      [
        [0, 0],
        [-1, 0],
      ],
    ],
  ])('lies in range, unlike %j', (value) => {
    expect(wrongValue(maps, value)).toEqual({ code: 'param/range', expected: 'from 0 to 8' });
  });

  test('has counts alone where no mode is named, and two for a sequence', () => {
    expect(wrongValue(margins('Crop', [[0, 0]], { axes: 1 }), [[1, 2]])).toBeUndefined();
    expect(wrongValue(margins('Crop', [[0, 0]], { axes: 1 }), 'valid')?.expected).toBe('[[before, after]]');
  });
});

describe('a list in a file', () => {
  test('has as many sizes as it may', () => {
    const sizes = ints('Amount', [1], { lengths: [1, 2, 4] });
    expect(wrongValue(sizes, [1, 2])).toBeUndefined();
    expect(wrongValue(sizes, [1, 2, 3])).toEqual({ code: 'param/type', expected: '1, 2 or 4 whole numbers' });
  });
});
