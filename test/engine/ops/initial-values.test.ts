import { expect, it } from 'vitest';
import { initialValues } from '../../../engine/train/initial-values';

it('a constant fills a weight, several fill equal parts of it in order', () => {
  const of = (constant: number | number[], shape: number[]) => [
    ...initialValues({ shape, init: { constant }, stream: 1 }, 7),
  ];
  expect(of(0.25, [2, 2])).toEqual([0.25, 0.25, 0.25, 0.25]);
  // The bias of an LSTM of two units: input, forget, candidate, output.
  expect(of([0, 1, 0, 0], [8])).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
});
