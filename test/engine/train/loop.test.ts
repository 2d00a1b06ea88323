import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Project, TrainingSettings } from '../../../engine/graph/document';
import { judgeEpoch } from '../../../engine/train/monitor';
import { listCheckpoints } from '../../../engine/train/run/checkpoint';
import { fish, temporaryFolder } from '../session/window';
import { fishNet, manifestOf, open, trainWhole } from './nets';

const withTraining = (project: Project, change: Partial<TrainingSettings>): Project => ({
  ...project,
  training: project.training && { ...project.training, ...change },
});

describe('a run', () => {
  it('learns to tell the fish apart', async () => {
    const { run, end, states, epochs } = await trainWhole(await fish(8, 1000), { folder: await temporaryFolder() });
    expect(end.state).toBe('finished');
    expect(end.metrics.test?.accuracy).toBeGreaterThan(0.95);
    expect(epochs).toHaveLength(8);
    expect(states.slice(0, 3)).toEqual(['preparing', 'training', 'validating']);
    expect(states.at(-1)).toBe('testing');
    run.dispose();
  });

  it('reads the test part once, at its end, and not when it is stopped', async () => {
    const { run, end, states } = await trainWhole(await fish(3), {
      folder: await temporaryFolder(),
      atStep: ({ loop }, step) => {
        if (step === 7) loop.stop();
      },
    });
    expect(end.state).toBe('stopped');
    expect(states).not.toContain('testing');
    expect(end.metrics.test).toBeUndefined();
    run.dispose();
  });

  it('ends after so many steps, within an epoch too', async () => {
    const { run, end, points } = await trainWhole(await fish(3), { folder: await temporaryFolder(), steps: 8 });
    expect(points).toHaveLength(8);
    expect(end.state).toBe('finished');
    expect(end.manifest).toMatchObject({ steps: 8, epochs: 1 });
    run.dispose();
  });

  it('stops early when its patience is used up, and knows the best epoch', async () => {
    const project = withTraining(fishNet({ kind: 'sgd', learningRate: 0 }, 50), {
      monitor: { metric: 'accuracy', patience: 3 },
    });
    const { run, end, epochs } = await trainWhole(project, { folder: await temporaryFolder() });
    // The rate is 0: only the running statistics change, and soon nothing gets better.
    expect(end.state).toBe('finished');
    expect(epochs.length).toBeLessThan(50);
    expect(end.manifest.best?.epoch).toBe(epochs.length - 3);
    run.dispose();
  });

  it('follows a schedule until a person sets the rate', async () => {
    const project = withTraining(fishNet({ kind: 'sgd', learningRate: 0.1 }, 2), {
      schedule: { kind: 'cosine' },
    });
    const { run, points } = await trainWhole(project, {
      folder: await temporaryFolder(),
      atStep: ({ loop }, step) => {
        if (step === 6) loop.setLearningRate(0.05);
      },
    });
    const rates = points.map(({ learningRate }) => learningRate);
    expect(rates[0]).toBe(0.1);
    expect(rates[5]).toBeCloseTo(0.1 * 0.5 * (1 + Math.cos(Math.PI * 0.5)), 6);
    expect(rates.slice(6)).toEqual([0.05, 0.05, 0.05, 0.05]);
    run.dispose();
  });

  it('keeps the newest three checkpoints and the best', async () => {
    const folder = await temporaryFolder();
    const project = withTraining(fishNet({ kind: 'adam' }, 8), { monitor: { metric: 'loss' } });
    const { run } = await trainWhole(project, { folder });
    const best = JSON.parse(readFileSync(join(folder, 'best.json'), 'utf8'));
    const names = await listCheckpoints(folder);
    const newest = ['step-00000030', 'step-00000035', 'step-00000040'];
    expect(names.slice(-3)).toEqual(newest);
    expect(names).toContain(best.checkpoint);
    expect(names.length).toBeLessThanOrEqual(4);
    run.dispose();
  });

  it('leaves as many tensors behind as it found', async () => {
    const { run } = await trainWhole(fishNet({ kind: 'rmsprop' }), { folder: await temporaryFolder() });
    run.dispose();
    const before = memory().numTensors;
    const again = await trainWhole(fishNet({ kind: 'rmsprop' }), { folder: await temporaryFolder() });
    again.run.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('numbers beyond every bound', () => {
  it('end the run, name the node and the cause, and leave the last good checkpoint', async () => {
    const folder = await temporaryFolder();
    const project = withTraining(await fish(4), { optimizer: { kind: 'sgd', learningRate: 0.1 } });
    const { run, end, points } = await trainWhole(project, {
      folder,
      atStep: ({ loop }, step) => {
        if (step === 9) loop.setLearningRate(1e30);
      },
    });
    expect(end.state).toBe('failed');
    const [first] = [end.problem];
    expect(first?.code).toMatch(/^train\/(values|weights|loss)-not-finite$/);
    expect(first?.message).toMatch(/At step \d+ .* learning rate 1e\+30 is probably too large/);
    expect(first?.fixes?.[0]?.title).toBe('Lower the learning rate to 1e+29');
    expect(points.every(({ loss }) => Number.isFinite(loss))).toBe(true);
    expect(await listCheckpoints(folder)).toEqual(['step-00000000', 'step-00000006']);
    const manifest = await manifestOf(folder);
    expect(manifest).toMatchObject({ state: 'failed', problems: [{ code: first?.code }] });
    // From there it goes on, with the rate of before.
    const rest = await trainWhole(project, { folder, resume: manifest });
    expect(rest.end.state).toBe('finished');
    rest.run.dispose();
    run.dispose();
  });

  it('in the data are told by the field', async () => {
    const project = withTraining(fishNet({ kind: 'sgd' }), {});
    const table = 'x,y,k\n1,2,a\n3,4,b\n5,1e39,a\n1,2,b\n3,3,a\n';
    const file = { ...project.data, source: { kind: 'csv', params: { path: 'a.csv' } }, prepare: [] };
    const split = { validation: 0, test: 0.2, by: 'none', seed: 1 } as const;
    const { memoryIo } = await import('../data/io');
    const trained = await trainWhole(
      { ...project, data: { ...file, split, bind: { x: 'features', y: 'label' } } },
      { folder: await temporaryFolder(), io: memoryIo({ 'a.csv': table }) },
    );
    expect(trained.end.problem).toMatchObject({ code: 'train/data-not-finite' });
    trained.run.dispose();
  });
});

it('a run that is to go on while its pause is still being saved is known to train again', async () => {
  let times = 0;
  const { end, run, states } = await trainWhole(fishNet({ kind: 'adam' }), {
    folder: await temporaryFolder(),
    atStep: (live, step) => {
      // Called after the third step, and again while the pause is saved.
      if (step !== 3) return;
      times++;
      if (times === 1) live.loop.pause();
      else live.loop.go();
    },
  });
  expect(end.state).toBe('finished');
  const from = states.indexOf('paused');
  expect(states.slice(from - 1, from + 2)).toEqual(['training', 'paused', 'training']);
  run.dispose();
});

describe('memory', () => {
  it('that a machine does not have is told before anything is built', async () => {
    const options = { folder: await temporaryFolder(), memoryLimit: 1000 };
    await expect(open(fishNet({ kind: 'adam' }), options)).rejects.toThrow(
      /Training takes at least .* kB of memory, and 1.0 kB are free/,
    );
  });
});

describe('the best epoch', () => {
  const at = { epoch: 2, step: 20 };
  const train = { loss: 1, accuracy: 0.5 };
  const measures = [{ name: 'accuracy', output: {} as never, metric: 'accuracy' }];

  it('is judged by the validation part where there is one, and by the loss where nothing is said', () => {
    const best = { metric: 'loss', value: 0.8, epoch: 1, step: 10 };
    const better = judgeEpoch({ best, waited: 1 }, undefined, { train, validation: { loss: 0.7 } }, at, measures);
    expect(better).toEqual({
      best: { metric: 'loss', value: 0.7, ...at },
      waited: 0,
      improved: true,
      stop: false,
      cost: 0.7,
    });
    const worse = judgeEpoch({ best, waited: 1 }, { metric: 'loss', patience: 2 }, { train }, at, measures);
    expect(worse).toEqual({ best, waited: 2, improved: false, stop: true, cost: 1 });
    const higher = { metric: 'accuracy', value: 0.4, epoch: 1, step: 10 };
    const judged = judgeEpoch({ best: higher, waited: 0 }, { metric: 'accuracy' }, { train }, at, measures);
    expect(judged).toMatchObject({ improved: true, cost: -0.5 });
  });
});
