import { expect, it } from 'vitest';
import { numbersText, readNumbers, wrongNumbers } from '../../../renderer/inspector/number-list';

it('reads numbers with commas, semicolons or spaces between them, and a true minus', () => {
  expect(readNumbers('1, 2.5;3  −4 1e-3,')).toEqual([1, 2.5, 3, -4, 0.001]);
  expect(readNumbers('  ')).toEqual([]);
});

it('says what is wrong with anything else', () => {
  expect(wrongNumbers('1, 2')).toBeNull();
  expect(wrongNumbers('')).toBeNull();
  expect(wrongNumbers('1, two')).toBe('Numbers with commas between');
});

it('shows a list as it can be read again', () => {
  expect(readNumbers(numbersText([1, -0.5, 1e-7]))).toEqual([1, -0.5, 1e-7]);
});
