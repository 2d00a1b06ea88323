import { expect, it } from 'vitest';
import { curveOf, epochTicks, metricNames } from '../../../renderer/charts/series';

const points = [1, 2, 3].map((step) => ({
  step,
  epoch: 1,
  loss: 4 - step,
  learningRate: 0.1,
  metrics: { accuracy: step / 10 },
}));
const epochs = [1, 2, 3, 4].map((epoch) => ({
  epoch,
  step: epoch * 10,
  train: {},
  validation: { loss: epoch },
  seconds: 1,
}));

it('draws a run’s loss and metrics over steps, validation at the ends of epochs', () => {
  const loss = curveOf({ title: 'a', points, epochs }, 'loss', 0);
  expect(loss.steps).toEqual([1, 2, 3]);
  expect(loss.raw).toEqual([3, 2, 1]);
  expect(loss.validation[1]).toEqual({ step: 20, value: 2 });
  const accuracy = curveOf({ title: 'a', points, epochs }, 'accuracy', 0);
  expect(accuracy.raw).toEqual([0.1, 0.2, 0.3]);
  expect(accuracy.validation).toEqual([]);
});

it('names the metrics of a run', () => {
  expect(metricNames(points)).toEqual(['accuracy']);
  expect(metricNames([])).toEqual([]);
});

it('thins the labels of epochs', () => {
  expect(epochTicks(epochs, 2)).toEqual([
    { step: 20, label: 'epoch 2' },
    { step: 40, label: 'epoch 4' },
  ]);
});
