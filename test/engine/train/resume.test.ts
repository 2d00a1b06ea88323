import { spawn } from 'node:child_process';
import { appendFile, cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { optimizers } from '../../../engine/optimizers/contract/registry';
import { newestCheckpoint } from '../../../engine/train/run/checkpoint';
import { readMetrics } from '../../../engine/train/run/metrics-file';
import { temporaryFolder } from '../session/window';
import { fishNet, manifestOf, numbersOf, open, trainWhole } from './nets';

/** 96 of 120 fish are trained on, 20 at a time: 5 steps an epoch, the last with 16. */
const STEPS = 5;

describe('the same seed', () => {
  it('gives the same run, bit for bit, and another seed another', async () => {
    const project = fishNet({ kind: 'adam' });
    const first = await trainWhole(project, { folder: await temporaryFolder() });
    const second = await trainWhole(project, { folder: await temporaryFolder() });
    expect(second.points).toEqual(first.points);
    expect(second.epochs.map(({ seconds: _, ...epoch }) => epoch)).toEqual(
      first.epochs.map(({ seconds: _, ...epoch }) => epoch),
    );
    expect(await numbersOf(second.run)).toEqual(await numbersOf(first.run));
    const { training } = project;
    const other = await trainWhole(
      { ...project, training: training && { ...training, seed: 8 } },
      { folder: await temporaryFolder() },
    );
    expect(other.points).not.toEqual(first.points);
    for (const { run } of [first, second, other]) run.dispose();
  });
});

describe.each([...optimizers.keys()])('a run with %s, dropout and batch normalisation', (kind) => {
  const project = fishNet({ kind, ...(kind === 'sgd' && { momentum: 0.9 }) }, 3);

  // Within the first epoch, at its end, and just before the end of the run.
  it.each([3, STEPS, 3 * STEPS - 1])('that is stopped after step %i ends as if it had not been', async (stopAt) => {
    const whole = await trainWhole(project, { folder: await temporaryFolder() });
    const folder = await temporaryFolder();
    const part = await trainWhole(project, {
      folder,
      atStep: ({ loop }, step) => {
        if (step === stopAt) loop.stop();
      },
    });
    expect(part.end.state).toBe('stopped');
    part.run.dispose();
    const rest = await trainWhole(project, { folder, resume: await manifestOf(folder) });
    expect(rest.end.state).toBe('finished');
    expect([...part.points, ...rest.points]).toEqual(whole.points);
    expect(await numbersOf(rest.run)).toEqual(await numbersOf(whole.run));
    expect(rest.end.metrics).toEqual(whole.end.metrics);
    expect(rest.run.loop.counters.best).toEqual(whole.run.loop.counters.best);
    rest.run.dispose();
    whole.run.dispose();
  });
});

describe('a run whose rate goes down on a plateau', () => {
  it('goes on with what it remembers', async () => {
    const net = fishNet({ kind: 'sgd', learningRate: 0.1 }, 8);
    // Nothing is gain enough, so that the rate is halved every two epochs.
    const schedule = { kind: 'onPlateau', factor: 0.5, patience: 2, gain: 100 };
    const project = { ...net, training: net.training && { ...net.training, schedule } };
    const whole = await trainWhole(project, { folder: await temporaryFolder() });
    const rates = [0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.0125];
    expect(whole.points.map(({ learningRate }) => learningRate)).toEqual(
      rates.flatMap((rate) => Array(STEPS).fill(rate)),
    );
    // In the middle of an epoch that has been waited for, and at the end of one.
    for (const stopAt of [4 * STEPS + 2, 6 * STEPS]) {
      const folder = await temporaryFolder();
      const part = await trainWhole(project, {
        folder,
        atStep: ({ loop }, step) => {
          if (step === stopAt) loop.stop();
        },
      });
      part.run.dispose();
      const rest = await trainWhole(project, { folder, resume: await manifestOf(folder) });
      expect([...part.points, ...rest.points]).toEqual(whole.points);
      expect(numbersOf(rest.run)).toEqual(numbersOf(whole.run));
      rest.run.dispose();
    }
    whole.run.dispose();
  });
});

describe('a run whose process is killed', () => {
  it('goes on from its newest checkpoint and ends with the same weights', async () => {
    const project = fishNet({ kind: 'adam' }, 60);
    const folder = await temporaryFolder();
    const file = join(await temporaryFolder(), 'fish.netloom');
    await writeFile(file, JSON.stringify(project));
    await killed(file, folder);
    const left = await manifestOf(folder);
    expect(left.state).toBe('training');
    const rest = await trainWhole(project, { folder, resume: left });
    const whole = await trainWhole(project, { folder: await temporaryFolder() });
    expect(await numbersOf(rest.run)).toEqual(await numbersOf(whole.run));
    expect(rest.end.metrics).toEqual(whole.end.metrics);
    // The curve has every step once, whatever had been written beyond the checkpoint.
    const steps = (await readMetrics(folder)).filter(({ event }) => event === 'step').map(({ step }) => step);
    expect(steps).toEqual(Array.from({ length: 60 * STEPS }, (_, at) => at + 1));
    rest.run.dispose();
    whole.run.dispose();
  });
});

/** Trains in a process of its own and kills it once it has written a few checkpoints. */
function killed(file: string, folder: string): Promise<void> {
  const script = resolve('test/engine/train/train-process.ts');
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [resolve('test/engine/run-module.mjs'), script, file, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let seen = '';
    child.stdout.on('data', (data) => {
      seen += data;
      if (seen.includes('epoch 20\n')) child.kill('SIGKILL');
    });
    child.on('error', failed);
    child.on('exit', (code, signal) =>
      signal === 'SIGKILL' ? done() : failed(new Error(`ended by itself with ${code ?? signal}: ${seen}`)),
    );
  });
}

describe('damage', () => {
  it('of the newest checkpoint is told, and the one before it serves', async () => {
    const project = fishNet({ kind: 'adam' }, 3);
    const folder = await temporaryFolder();
    const first = await trainWhole(project, { folder, steps: 2 * STEPS });
    first.run.dispose();
    const files = (await readdir(join(folder, 'checkpoints'))).filter((name) => name.endsWith('.safetensors')).sort();
    await truncate(join(folder, 'checkpoints', files.at(-1) as string), 100);
    const found = await newestCheckpoint(folder);
    expect(found.ok && found.value.checkpoint.counters.step).toBe(STEPS);
    expect(found.ok && found.value.notices).toMatchObject([{ code: 'checkpoint/damaged' }]);
    const rest = await trainWhole(project, { folder, resume: await manifestOf(folder) });
    expect(rest.notices).toMatchObject([{ code: 'checkpoint/damaged' }]);
    expect(rest.end.state).toBe('finished');
    rest.run.dispose();
  });

  it('of every checkpoint, other data and another net are refused', async () => {
    const project = fishNet({ kind: 'adam' }, 3);
    const folder = await temporaryFolder();
    const first = await trainWhole(project, { folder, steps: 3 });
    first.run.dispose();
    const resume = await manifestOf(folder);
    const { data } = project;
    const others = { ...project, data: data && { ...data, source: { kind: 'fish', params: { count: 121 } } } };
    await expect(open(others, { folder, resume })).rejects.toThrow(/not those/);
    const net = JSON.parse(JSON.stringify(project).replace('"units":8', '"units":9'));
    await expect(open(net, { folder, resume })).rejects.toThrow(/does not fit the network/);
    const copy = await temporaryFolder();
    await cp(folder, copy, { recursive: true });
    await rm(join(copy, 'checkpoints'), { recursive: true });
    await expect(open(project, { folder: copy, resume })).rejects.toThrow(/no checkpoint/);
  });

  it('of the last line of the curves costs that line only', async () => {
    const folder = await temporaryFolder();
    const { run } = await trainWhole(fishNet({ kind: 'sgd' }, 1), { folder });
    run.dispose();
    const before = await readMetrics(folder);
    await appendFile(join(folder, 'metrics.jsonl'), '{"event":"step","st');
    expect(await readMetrics(folder)).toEqual(before);
    expect((await readFile(join(folder, 'run.json'), 'utf8')).includes('"state": "finished"')).toBe(true);
  });
});
