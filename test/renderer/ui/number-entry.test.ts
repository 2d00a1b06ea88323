import { describe, expect, it } from 'vitest';
import { readNumber, stepNumber, writeNumber } from '../../../renderer/ui/number-entry';

describe('what a person types', () => {
  it.each([
    ['20', 20],
    [' 1,000 ', 1000],
    ['60 000', 60000],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['−1', -1],
    ['-0', 0],
  ])('%j is %d', (text, value) => expect(readNumber(text)).toEqual({ ok: true, value }));

  it.each(['', 'abc', '1.2.3', '0x10', 'Infinity', 'NaN', '1e999', '5 5', '--1'])('%j is not a number', (text) =>
    expect(readNumber(text).ok).toBe(false),
  );

  it('says what the field takes', () => {
    const rules = { integer: true, min: 1, max: 4096 };
    expect(readNumber('0', rules, 'Filters')).toEqual({
      ok: false,
      message: 'Filters takes a whole number from 1 to 4,096.',
    });
    expect(readNumber('2.5', rules)).toEqual({ ok: false, message: 'Takes a whole number from 1 to 4,096.' });
    expect(readNumber('-1', { min: 0 }, 'Learning rate')).toEqual({
      ok: false,
      message: 'Learning rate takes a number, 0 or more.',
    });
    expect(readNumber('x')).toEqual({ ok: false, message: 'Takes a number.' });
    expect(readNumber('2', { max: 1 })).toEqual({ ok: false, message: 'Takes a number, 1 or less.' });
  });

  it('takes the ends of the range', () => {
    expect(readNumber('0', { min: 0, max: 1 })).toEqual({ ok: true, value: 0 });
    expect(readNumber('1', { min: 0, max: 1 })).toEqual({ ok: true, value: 1 });
  });
});

describe('steps', () => {
  it('go by one in whole numbers and stop at the ends', () => {
    expect(stepNumber(20, 1, { integer: true })).toBe(21);
    expect(stepNumber(20, 10, { integer: true })).toBe(30);
    expect(stepNumber(3, -10, { integer: true, min: 1 })).toBe(1);
  });

  it('go by one of the leading digit where no step is given', () => {
    expect(stepNumber(0.001, 1)).toBe(0.002);
    expect(stepNumber(0.009, 1)).toBe(0.01);
    expect(stepNumber(0.01, 1)).toBe(0.02);
    expect(stepNumber(0.001, -1)).toBe(0.0009);
    expect(stepNumber(-0.001, 1)).toBe(-0.0009);
    expect(stepNumber(0, 1)).toBe(0.1);
    expect(stepNumber(0.001, 10)).toBe(0.02);
  });

  it('leave no noise of binary fractions', () => {
    expect(stepNumber(0.1, 2, { step: 0.1 })).toBe(0.3);
    expect(stepNumber(0.7, 1, { step: 0.1 })).toBe(0.8);
  });
});

describe('what the field shows', () => {
  it.each([
    [20, '20'],
    [0.001, '0.001'],
    [1e-7, '1e-7'],
    [-1, '−1'],
    [0.1 + 0.2, '0.3'],
    [60000, '60000'],
  ])('%d is %s', (value, text) => expect(writeNumber(value)).toBe(text));

  it('can be read again', () => {
    for (const value of [1, -2.5, 1e-7, 3e21, -4e-9, 123456.789]) {
      expect(readNumber(writeNumber(value))).toEqual({ ok: true, value });
    }
  });
});
