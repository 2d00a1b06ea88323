import { describe, expect, it } from 'vitest';
import * as format from '../../../renderer/ui/format';

/** The no-break space that stands before a unit. */
const words = (text: string) => text.replaceAll('\u00a0', ' ');

describe('counts', () => {
  it.each([
    [0, '0'],
    [520, '520'],
    [25050, '25,050'],
    [431080, '431,080'],
    [9_999_999, '9,999,999'],
    [11_689_512, '11.7 M'],
    [1_810_000_000, '1.81 G'],
  ])('%d on a node is %s', (count, expected) => expect(words(format.formatCount(count))).toBe(expected));

  it('is exact where it is asked to be', () => {
    expect(format.formatExact(60_965_224)).toBe('60,965,224');
    expect(format.formatExact(-1234)).toBe('−1,234');
  });

  it.each([
    [288_000, '288,000'],
    [999_999, '999,999'],
    [2_293_000, '2.29 M'],
    [19_400_000, '19.4 M'],
    [138_357_544, '138 M'],
    [999_400_000, '999 M'],
    [999_999_999, '1.00 G'],
    [1_810_000_000, '1.81 G'],
    [15_500_000_000_000, '15.5 T'],
    [-2_293_000, '−2.29 M'],
  ])('%d in three digits is %s', (count, expected) => expect(words(format.formatCompact(count))).toBe(expected));

  it('takes the noun along', () => {
    expect(format.formatCounted(1, 'node')).toBe('1 node');
    expect(format.formatCounted(9, 'node')).toBe('9 nodes');
    expect(format.formatCounted(2, 'class', 'classes')).toBe('2 classes');
  });
});

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [640, '640 B'],
    [5_898_240, '5.9 MB'],
    [74_000_000, '74 MB'],
    [9_960_000, '10 MB'],
    [999_600_000, '1.0 GB'],
    [1_900_000_000, '1.9 GB'],
    [24_000_000_000, '24 GB'],
  ])('%d bytes are %s', (bytes, expected) => expect(words(format.formatBytes(bytes))).toBe(expected));
});

describe('times', () => {
  it.each([
    [0, '0 s'],
    [0.0051, '5.1 ms'],
    [0.075, '75 ms'],
    [9.5, '9.5 s'],
    [54, '54 s'],
    [59.6, '1 min 0 s'],
    [60, '1 min 0 s'],
    [114, '1 min 54 s'],
    [7500, '2 h 5 min'],
    [3599.7, '1 h 0 min'],
    [90_000, '1 d 1 h'],
  ])('%d seconds are %s', (seconds, expected) => expect(words(format.formatDuration(seconds))).toBe(expected));

  it.each([
    [0, '0:00'],
    [60, '1:00'],
    [220, '3:40'],
    [3725, '1:02:05'],
    [-3, '0:00'],
  ])('%d seconds left are %s', (seconds, expected) => expect(format.formatClock(seconds)).toBe(expected));

  it('tells the time of day without a leading zero', () => {
    expect(format.formatTimeOfDay(new Date(2024, 10, 18, 14, 32))).toBe('14:32');
    expect(format.formatTimeOfDay(new Date(2024, 10, 18, 9, 5))).toBe('9:05');
  });
});

describe('per cent', () => {
  it.each([
    [0.991, '99.1 %'],
    [1, '100.0 %'],
    [0, '0.0 %'],
    [-0.004, '−0.4 %'],
    [Number.NaN, '–'],
  ])('%d is %s', (fraction, expected) => expect(words(format.formatPercent(fraction))).toBe(expected));

  it('stands apart from its number by a space that does not break', () => {
    expect(format.formatPercent(0.5)).toBe('50.0\u00a0%');
  });

  it.each([
    [0.001, '0.1 %'],
    [0.126, '12.6 %'],
    [0.58, '58 %'],
    [0.2304, '23 %'],
    [0, '0 %'],
  ])('a share of %d is %s', (fraction, expected) => expect(words(format.formatShare(fraction))).toBe(expected));
});

describe('measured numbers', () => {
  it.each([
    [0, '0'],
    [0.0194, '0.0194'],
    [0.6, '0.6'],
    [1.1549, '1.15'],
    [-0.13, '−0.13'],
    [0.0012, '0.0012'],
    [123.456, '123'],
    [5820, '5,820'],
    [2.4e-7, '2.4e-7'],
    [-2.4e-7, '−2.4e-7'],
    [3.2e9, '3.20 G'],
    [Number.POSITIVE_INFINITY, 'Inf'],
    [Number.NaN, 'NaN'],
  ])('%d is %s', (value, expected) => expect(words(format.formatNumber(value))).toBe(expected));
});

describe('shapes', () => {
  it.each([
    [[24, 24, 20], '24×24×20'],
    [[2880], '2,880'],
    [[10], '10'],
    [[], '1'],
    [[null, 64], '?×64'],
  ] as [(number | null)[], string][])('%j is %s', (shape, expected) =>
    expect(format.formatShape(shape)).toBe(expected),
  );
});
