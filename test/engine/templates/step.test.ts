import { beforeAll, expect, it } from 'vitest';
import { type Device, openDevice } from '../../../engine/session/device';
import { firstSteps } from './first-steps';
import { smallTemplates } from './large';
import { templateOf } from './open';

let device: Device;
beforeAll(async () => {
  device = await openDevice();
});

it.each(smallTemplates)('%s trains a step on random numbers', async (name) => {
  const taken = await firstSteps(templateOf(name), device, 1);
  if (!taken.ok) throw new Error(taken.problems[0]?.message);
  const { losses, notice, broken } = taken.value;
  expect(losses).toHaveLength(1);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(broken).toEqual([]);
  expect(notice).toBeUndefined();
});
