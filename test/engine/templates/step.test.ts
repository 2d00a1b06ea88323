import { beforeAll, expect, it } from 'vitest';
import { type Device, openDevice } from '../../../engine/session/device';
import { oneStep } from './one-step';
import { analysisOf, templateNames, templateOf } from './open';

/** Larger nets take minutes and gigabytes: they are tried by the proofs. */
const [MOST_PARAMETERS, MOST_MACS] = [20e6, 1e9];
const small = templateNames.filter((name) => {
  const { parameters, macs } = analysisOf(name).totals;
  return parameters < MOST_PARAMETERS && macs < MOST_MACS;
});

let device: Device;
beforeAll(async () => {
  device = await openDevice();
});

it.each(small)('%s trains a step on random numbers', (name) => {
  const { figures, sums } = oneStep(templateOf(name), device);
  expect(figures.every(Number.isFinite)).toBe(true);
  expect(sums.length).toBeGreaterThan(0);
  expect(sums.every(Number.isFinite)).toBe(true);
});
