import { expect, test } from 'vitest';
import type { ProgramOutput } from '../../../engine/compile/program';
import { reported } from '../../../engine/train/metric-names';

test('a run reports the root of the mean square, and other means as they are', () => {
  const output = {} as ProgramOutput;
  const measures = [
    { name: 'accuracy', output, metric: 'accuracy' },
    { name: 'rootMeanSquaredError', output, metric: 'rootMeanSquaredError' },
    { name: 'price/loss', output },
  ];
  expect(reported(measures, [2, 0.75, 6.25, 4])).toEqual({
    loss: 2,
    accuracy: 0.75,
    rootMeanSquaredError: 2.5,
    'price/loss': 4,
  });
});
