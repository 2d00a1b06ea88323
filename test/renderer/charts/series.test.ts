import { expect, it } from 'vitest';
import { plotData } from '../../../renderer/charts/plot-data';
import { csvOf, curveOf, metricNames } from '../../../renderer/charts/series';
import { epochPlaces, xAxisOf } from '../../../renderer/charts/x-axis';
import { logPlaces, logSplits, yRange } from '../../../renderer/charts/y-axis';

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
  seconds: epoch,
}));
const bySteps = xAxisOf('step', epochs);

it('draws a run’s loss and metrics over steps, validation at the ends of epochs', () => {
  const loss = curveOf({ title: 'a', points, epochs }, 'loss', 0, bySteps);
  expect(loss.xs).toEqual([1, 2, 3]);
  expect(loss.raw).toEqual([3, 2, 1]);
  expect(loss.validation[1]).toEqual({ x: 20, value: 2 });
  const accuracy = curveOf({ title: 'a', points, epochs }, 'accuracy', 0, bySteps);
  expect(accuracy.raw).toEqual([0.1, 0.2, 0.3]);
  expect(accuracy.validation).toEqual([]);
});

it('names the metrics of a run', () => {
  expect(metricNames(points)).toEqual(['accuracy']);
  expect(metricNames([])).toEqual([]);
});

it('counts x in epochs, also before the first has ended', () => {
  expect(xAxisOf('epoch', epochs).at(25)).toBe(2.5);
  expect(xAxisOf('epoch', [], { stepsPerEpoch: 844 }).at(422)).toBe(0.5);
});

it('counts x in seconds: evenly within an epoch, at the last pace after it', () => {
  // Epochs took 1, 2, 3 and 4 s of 10 steps each.
  const at = xAxisOf('time', epochs).at;
  expect([0, 5, 10, 15, 30, 40, 45].map(at)).toEqual([0, 0.5, 1, 2, 6, 10, 12]);
  expect(xAxisOf('time', [], { secondsPerStep: 0.1 }).at(5)).toBe(0.5);
});

it('thins the lines of epochs to round numbers', () => {
  expect(epochPlaces(5.6, 6)).toEqual([1, 2, 3, 4, 5]);
  expect(epochPlaces(12, 6)).toEqual([2, 4, 6, 8, 10, 12]);
  expect(epochPlaces(60, 6)).toEqual([10, 20, 30, 40, 50, 60]);
  expect(epochPlaces(0.4, 6)).toEqual([]);
});

it('puts curves of different steps into one table for the plot', () => {
  const one = { name: 'a', hue: 1, xs: [1, 3], raw: [5, 0], smoothed: [5, 4], validation: [{ x: 2, value: 6 }] };
  const two = { ...one, hue: 2, xs: [2], raw: [7], smoothed: [8], validation: [] };
  expect(plotData([one, two], true)).toEqual([
    [1, 2, 3],
    [5, undefined, null],
    [5, undefined, 4],
    [undefined, 6, undefined],
    [undefined, 7, undefined],
    [undefined, 8, undefined],
    [undefined, undefined, undefined],
  ]);
});

it('shows the part of y where the smoothed curve is, and lets a long climb leave the picture', () => {
  const curve = { name: 'a', hue: 1, xs: [], raw: [-9, 99], smoothed: [0.5, 1], validation: [] };
  expect(yRange([curve], false)).toEqual([0.46, 1.04]);
  expect(yRange([curve], false, 1)[1]).toBe(1);
  expect(yRange([curve], true)).toEqual([0.5 / 1.4, 1.2]);
  const climb = Array.from({ length: 100 }, (_, i) => (i < 10 ? 0.1 : 0.9));
  expect(yRange([{ ...curve, smoothed: climb }], false, 1)[0]).toBeGreaterThan(0.8);
  expect(yRange([], false, 1)).toEqual([0, 1]);
  const still = Array.from({ length: 100 }, () => 0.9999);
  expect(yRange([{ ...curve, smoothed: still, validation: [] }], false, 1)[0]).toBeCloseTo(0.9891, 6);
});

it('labels a logarithmic axis at powers of ten, or at 1, 2 and 5 where there are too few', () => {
  expect(logPlaces([0.1, 0.2, 0.5, 1, 2])).toEqual([0.1, null, null, 1, null]);
  expect(logPlaces([0.2, 0.3, 0.5, 0.9, 1])).toEqual([0.2, null, 0.5, null, 1]);
});

it('gives a run’s numbers as a table, validation at the ends of epochs', () => {
  const text = csvOf({ points, epochs: [{ ...(epochs[0] as (typeof epochs)[0]), step: 3 }] });
  expect(text.split('\r\n')).toEqual([
    'step,epoch,learning rate,loss,accuracy,validation loss',
    '1,1,0.1,3,0.1,',
    '2,1,0.1,2,0.2,',
    '3,1,0.1,1,0.3,1',
    '',
  ]);
  const named = { step: 1, epoch: 1, loss: 3, learningRate: 0.1, metrics: { 'a,"b"': 1 } };
  const quoted = csvOf({ points: [named], epochs: [] });
  expect(quoted).toContain('"a,""b"""');
});

it('the places of a logarithmic axis come to an end wherever it begins', () => {
  expect(logSplits(0.0996, 0.35)).toEqual([0.1, 0.2, 0.3]);
  expect(logSplits(0.8, 12)).toEqual([0.8, 0.9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(logSplits(1, 1)).toEqual([1]);
  expect(logSplits(0, 1)).toEqual([]);
});
