import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Project } from '../../../engine/graph/document';
import { fish, openWindow, template, temporaryFolder, type Window } from './window';

let window: Window;
afterEach(async () => {
  await window.session.close();
  expect(window.bad).toEqual([]);
});

describe('a session', () => {
  it('says what computes and answers its heartbeat', async () => {
    window = openWindow();
    const device = await window.client.ask('hello', {});
    expect(['native', 'portable']).toContain(device.backend);
    expect((await window.client.ask('ping', {})).time).toBeGreaterThan(0);
    expect((await window.client.ask('formats', {})).length).toBeGreaterThan(0);
  });

  it('trains to the end and loses no point', async () => {
    window = openWindow();
    const runsFolder = await temporaryFolder();
    const answer = await window.client.ask('train', { project: await fish(3), runsFolder });
    if (!answer.ok) throw new Error(answer.problems[0]?.message);
    if (answer.run === undefined) throw new Error('It was given up');
    const done = await window.when('done');
    expect(done).toMatchObject({ run: answer.run, state: 'finished', problems: [] });
    // 180 of 200 fish are trained on, 32 at a time: 6 steps an epoch.
    const points = window.of('points').flatMap(({ points }) => points);
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: 18 }, (_, at) => at + 1));
    expect(window.of('epoch').map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 6],
      [2, 12],
      [3, 18],
    ]);
    expect(done.metrics.test?.accuracy).toBeGreaterThan(0.8);
    // Every point comes before the end of its epoch.
    const order = window.told.filter(({ name }) => name === 'points' || name === 'epoch' || name === 'done');
    expect(order.at(-1)?.name).toBe('done');

    const runs = await window.client.ask('runs', { folder: runsFolder });
    expect(runs.ok && runs.runs).toMatchObject([{ path: answer.run, state: 'finished', steps: 18, resumable: true }]);
    const run = await window.client.ask('run', { path: answer.run });
    expect(run.ok && run.points.map(({ loss }) => loss)).toEqual(points.map(({ loss }) => loss));
    expect(run.ok && run.epochs).toHaveLength(3);
    expect(await window.client.ask('deleteRun', { path: answer.run })).toEqual({ ok: true });
    expect(await readdir(runsFolder)).toEqual([]);
  });

  /** A net of 36 million weights: opening it takes far longer than the message that stops it. */
  const large = async (): Promise<Project> => {
    const project = await fish(1);
    const { nodes, edges } = project.graph;
    const chain = ['hidden', 'wide', 'wider', 'score'];
    const wide = ['wide', 'wider'].map((id) => ({ id, kind: 'dense', params: { units: 6000 } }));
    const path = chain.slice(1).map((id, at) => ({ from: [chain[at] ?? '', 'out'], to: [id, 'in'] }) as const);
    const others = edges.filter(({ to: [id] }) => id !== 'score');
    return { ...project, graph: { ...project.graph, nodes: [...nodes, ...wide], edges: [...others, ...path] } };
  };

  it('gives up what it prepares as soon as it is stopped, and trains again', async () => {
    window = openWindow();
    const runsFolder = await temporaryFolder();
    const project = await large();
    const asked = window.client.ask('train', { project, runsFolder });
    await window.client.ask('hello', {});
    await new Promise((ok) => setTimeout(ok, 50));
    await window.client.ask('stop', {});
    expect(await asked).toEqual({ ok: true });
    expect(await readdir(runsFolder)).toEqual([]);
    expect(window.of('done')).toEqual([]);
    const again = await window.client.ask('train', { project: await fish(1), runsFolder });
    expect(again.ok && again.run).toContain(runsFolder);
    expect((await window.when('done')).state).toBe('finished');
  });

  it('begins with the pause that was ordered while it was prepared', async () => {
    window = openWindow();
    const asked = window.client.ask('train', { project: await fish(5000), runsFolder: await temporaryFolder() });
    await window.client.ask('hello', {});
    await window.client.ask('pause', {});
    await asked;
    await window.when('progress', ({ state }) => state === 'paused');
    expect(window.of('points')).toEqual([]);
    await window.client.ask('go', {});
    await window.when('points');
    await window.client.ask('stop', {});
    expect((await window.when('done')).state).toBe('stopped');
  });

  it('pauses at once, goes on, takes another learning rate, and stops with a checkpoint', async () => {
    window = openWindow();
    const runsFolder = await temporaryFolder();
    const project = await fish(5000);
    const answer = await window.client.ask('train', { project, runsFolder });
    if (!answer.ok) throw new Error(answer.problems[0]?.message);
    if (answer.run === undefined) throw new Error('It was given up');
    await window.when('points');
    await window.client.ask('pause', {});
    const paused = await window.when('progress', ({ state }) => state === 'paused');
    await new Promise((ok) => setTimeout(ok, 100));
    expect(window.of('progress').at(-1)?.step).toBe(paused.step);

    expect(await window.client.ask('train', { project, runsFolder })).toMatchObject({
      ok: false,
      problems: [{ code: 'train/busy' }],
    });
    await window.client.ask('setLearningRate', { rate: 0.002 });
    await window.client.ask('go', {});
    await window.when('points', ({ points }) => points.some(({ learningRate }) => learningRate === 0.002));
    await window.client.ask('stop', {});
    const done = await window.when('done');
    expect(done.state).toBe('stopped');
    const names = await readdir(join(answer.run, 'checkpoints'));
    const last = window.of('points').at(-1)?.points.at(-1)?.step ?? 0;
    expect(names).toContain(`step-${String(last).padStart(8, '0')}.json`);

    // It goes on where it was, in the same folder and with the rate that was set.
    const again = await window.client.ask('train', { project, runsFolder, resume: answer.run });
    expect(again).toEqual({ ok: true, run: answer.run });
    const point = await window.when('points', ({ points }) => points.some(({ step }) => step === last + 1));
    expect(point.points.find(({ step }) => step === last + 1)?.learningRate).toBe(0.002);
  });

  it('keeps the number of tensors constant over steps', async () => {
    window = openWindow();
    const project = await fish(200);
    await window.client.ask('train', { project, runsFolder: await temporaryFolder() });
    await window.when('progress', ({ step }) => step > 20);
    await window.client.ask('pause', {});
    const first = await window.when('progress', ({ state }) => state === 'paused');
    const { numTensors } = memory();
    await window.client.ask('go', {});
    await window.when('progress', ({ state, step }) => state === 'training' && step > first.step + 50);
    await window.client.ask('pause', {});
    await window.when('progress', ({ state, step }) => state === 'paused' && step > first.step + 50);
    expect(memory().numTensors).toBe(numTensors);
  });

  it('sends the next frame only when the one before is drawn', async () => {
    window = openWindow();
    const project = await template('mnist-mlp');
    const nodes = ['picture', 'hidden', 'digit'];
    await window.client.ask('watch', { nodes, sample: { part: 'test', row: 0 } });
    await window.client.ask('train', { project, runsFolder: await temporaryFolder() });
    const first = await window.when('frame');
    expect(first.pictures.map(({ node, kind }) => [node, kind])).toEqual([
      ['picture', 'input'],
      ['hidden', 'units'],
    ]);
    expect(first.pictures[0]).toMatchObject({ rows: 28, columns: 28, channels: 1, low: 0, high: 255 });
    expect(first.answers[0]?.values).toHaveLength(10);
    await window.when('progress', ({ elapsed }) => elapsed > 0.6);
    expect(window.of('frame')).toHaveLength(1);
    await window.client.ask('drawn', { frame: first.frame });
    const second = await window.when('frame', ({ frame }) => frame === first.frame + 1);
    expect(second.step).toBeGreaterThan(first.step);
  });

  it('refuses what is no project, a net with errors, and data that are not there', async () => {
    window = openWindow();
    const runsFolder = await temporaryFolder();
    const broken = { ...(await fish(1)), version: 'one' } as never;
    expect(await window.client.ask('train', { project: broken, runsFolder })).toMatchObject({ ok: false });
    const loose = await template('fish', (p) => ({ ...p, graph: { ...p.graph, edges: p.graph.edges.slice(1) } }));
    expect(await window.client.ask('train', { project: loose, runsFolder })).toMatchObject({ ok: false });
    const absent = await template('fish', (p) => ({
      ...p,
      data: p.data && { ...p.data, source: { kind: 'csv', params: { path: 'no-such.csv' } } },
    }));
    const answer = await window.client.ask('train', { project: absent, runsFolder });
    expect(!answer.ok && answer.problems[0]).toMatchObject({ code: 'data/file-missing' });
    expect(await readdir(runsFolder)).toEqual([]);
  });
});

describe('looking without training', () => {
  it('shows rows of the data with their classes', async () => {
    window = openWindow();
    const project = await fish(1);
    const answer = await window.client.ask('samples', { project, part: 'train', from: 0, count: 3 });
    if (!answer.ok) throw new Error(answer.problems[0]?.message);
    expect(answer.counts).toEqual({ train: 180, validation: 20, test: 50 });
    expect(answer.classCounts?.label?.reduce((a, b) => a + b)).toBe(180);
    expect(answer.rows).toHaveLength(3);
    expect(answer.rows[0]?.map(({ field }) => field)).toEqual(['features', 'label']);
    expect(['sea bass', 'salmon']).toContain(answer.rows[0]?.[1]?.label);
  });

  it('reads a table again when it has changed, and says its fields', async () => {
    window = openWindow();
    const folder = await temporaryFolder();
    const projectPath = join(folder, 'p.netloom');
    const source = { kind: 'csv', params: { path: 'a.csv' } };
    await writeFile(join(folder, 'a.csv'), 'x,k\n1,a\n2,b\n3,a\n');
    const fields = await window.client.ask('fields', { source, projectPath });
    expect(fields.ok && fields.fields.map(({ name }) => name)).toEqual(['features', 'label']);
    const project = await template('fish', (p) => ({
      ...p,
      data: p.data && { ...p.data, source, split: { validation: 0, test: 0.34, by: 'none', seed: 1 } },
    }));
    const ask = { project, projectPath, part: 'train', from: 0, count: 9 } as const;
    const first = await window.client.ask('samples', ask);
    expect(first.ok && first.counts).toEqual({ train: 2, validation: 0, test: 1 });
    await writeFile(join(folder, 'a.csv'), 'x,k\n1,a\n2,b\n3,a\n4,b\n5,b\n6,a\n');
    await utimes(join(folder, 'a.csv'), new Date(), new Date(Date.now() + 5000));
    const second = await window.client.ask('samples', ask);
    expect(second.ok && second.counts).toEqual({ train: 4, validation: 0, test: 2 });
  });

  it('looks into a net that is not trained, and into a run', async () => {
    window = openWindow();
    const project = await fish(2);
    const sample = { values: { features: Float32Array.of(70, 12, 0.4) } };
    const fresh = await window.client.ask('inspect', { project, sample });
    if (!fresh.ok) throw new Error(fresh.problems[0]?.message);
    expect(fresh.step).toBe(0);
    expect(fresh.weights.map(({ weight }) => weight)).toEqual([
      'hidden.kernel',
      'hidden.bias',
      'score.kernel',
      'score.bias',
    ]);
    expect(fresh.weights[0]?.bins).toEqual(fresh.weights[0]?.startBins);

    const trained = await window.client.ask('train', { project, runsFolder: await temporaryFolder() });
    if (!trained.ok) throw new Error(trained.problems[0]?.message);
    await window.when('done');
    const inside = await window.client.ask('inspect', { project, sample, run: trained.run });
    expect(inside.ok && inside.step).toBe(12);
    const live = inside.ok ? inside.answers[0]?.values : undefined;
    const another = openWindow();
    const read = await another.client.ask('inspect', { project, sample, run: trained.run });
    expect(read.ok && read.answers[0]?.values).toEqual(live);
    const wrong = await another.client.ask('inspect', { project, sample: { values: {} } });
    expect(!wrong.ok && wrong.problems[0]?.code).toBe('data/wrong-size');
    await another.session.close();
  });
});
