import { beforeAll, expect, it } from 'vitest';
import { blocks } from '../../../engine/blocks/contract/registry';
import { compile } from '../../../engine/compile/compile';
import { type Device, openDevice } from '../../../engine/session/device';
import { around } from './around';
import { oneStep } from './one-step';

/** The example of each block that takes the least work. */
const cheapest = [...blocks.values()].map((block) => {
  const projects = block.examples.map(({ params, inputs }) => around(block.kind, params as never, inputs));
  const work = projects.map((project) => compile(project, { fields: [] }).totals.macs);
  return [block.kind, projects[work.indexOf(Math.min(...work))]] as const;
});

let device: Device;
beforeAll(async () => {
  device = await openDevice();
});

it.each(cheapest)('%s trains a step on random numbers', (_kind, project) => {
  if (!project) throw new Error('The block has no example');
  const { figures, sums } = oneStep(project, device);
  expect(figures.every(Number.isFinite)).toBe(true);
  expect(sums.every(Number.isFinite)).toBe(true);
});
