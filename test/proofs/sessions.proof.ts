import { expect, it } from 'vitest';
import { epochOrder } from '../../engine/data/parts/batches';
import { openDevice } from '../../engine/session/device';
import { openSubject } from '../../engine/session/subjects';
import { disposeBatch } from '../../engine/train/feed';
import { stepSettings } from '../../engine/train/settings';
import { initialState } from '../../engine/train/state';
import { TrainingBatches } from '../../engine/train/training-batches';
import { template } from '../engine/session/window';

const CYCLES = 1000;
/** Cycles after which what is kept once (kernels, pools of memory, compiled JavaScript) is there. */
const WARM_UP = 100;
/** Bytes that a cycle may leave, as the heap's fragments. */
const MOST_A_CYCLE = 128 * 1024;

it('a net can be opened, trained for a step and put away a thousand times', async () => {
  const device = await openDevice('cpu');
  const project = await template('mnist-mlp');
  const opened = await openSubject({ project, device });
  if (!opened.ok || !project.training) throw new Error('The template cannot be opened');
  const { subject, data } = opened.value;
  const update = stepSettings(project.training);
  if (!update.ok) throw new Error(update.problems[0]?.message);
  const { model, ops } = subject;
  const part = data.parts.train;
  const order = epochOrder(part.count, 1, 0);
  const sessions = device.native?.backend.sessions;
  const before = sessions?.count();
  const resident: number[] = [];
  for (let cycle = 0; cycle <= CYCLES; cycle++) {
    const state = await initialState(model.program, update.value.optimizer, 1);
    const net = await device.openNet({ model, ops, fields: data.fields, state, update: update.value });
    const batch = new TrainingBatches(net, part, 16).tensors(0, order);
    const [loss] = await net.step(batch, { rate: 0.001, step: 1, seed: 1 });
    expect(loss).toBeGreaterThan(0);
    disposeBatch(batch);
    net.dispose();
    if (cycle % WARM_UP === 0) resident.push(process.memoryUsage.rss());
  }
  expect(sessions?.count()).toBe(before);
  const [, warm = 0] = resident;
  const grown = ((resident.at(-1) as number) - warm) / (CYCLES - WARM_UP);
  process.stderr.write(
    `RSS in MB every ${WARM_UP} cycles: ${resident.map((x) => Math.round(x / 2 ** 20)).join(' ')}\n`,
  );
  process.stderr.write(`${(grown / 1024).toFixed(1)} kB a cycle\n`);
  expect(grown).toBeLessThan(MOST_A_CYCLE);
  opened.value.dispose();
});
