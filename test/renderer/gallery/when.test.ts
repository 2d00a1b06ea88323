import { expect, it } from 'vitest';
import { formatWhen } from '../../../renderer/gallery/when';

const now = new Date(2026, 10, 20, 15, 0).getTime();

it('says how long ago a person would', () => {
  expect(formatWhen(new Date(2026, 10, 20, 9, 5).getTime(), now)).toBe('Today 09:05');
  expect(formatWhen(new Date(2026, 10, 19, 23, 59).getTime(), now)).toBe('Yesterday');
  expect(formatWhen(new Date(2026, 10, 12).getTime(), now)).toBe('12 Nov');
  expect(formatWhen(new Date(2025, 0, 3).getTime(), now)).toBe('3 Jan 2025');
});
