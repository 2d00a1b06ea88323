import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Project } from '../../../engine/graph/document';
import { compileForTraining } from '../../../engine/session/analyse';
import { nodeDataIo } from '../../../engine/session/data-io';
import { type Device, openDevice } from '../../../engine/session/device';
import type { Executor } from '../../../engine/train/executor';
import type { BatchTensors } from '../../../engine/train/objective';
import type { LiveRun } from '../../../engine/train/run/live-run';
import type { Manifest } from '../../../engine/train/run/manifest';
import { runThrough } from '../../../engine/train/run/run-through';
import { prepareRun } from '../../../engine/train/run/start';
import { disposeState } from '../../../engine/train/state';
import { temporaryFolder } from '../session/window';
import { fishNet, manifestOf, numbersOf } from './nets';

const sizeOf = (batch: BatchTensors): number => Object.values(batch)[0]?.shape[0] ?? 0;

/** A device on which a step, from the `from`th on, has no memory for more than `most` samples. */
async function smallDevice(most: number, from = 1): Promise<Device> {
  const device = await openDevice();
  let steps = 0;
  const small = (executor: Executor): Executor => ({
    model: executor.model,
    ops: executor.ops,
    isCompiled: executor.isCompiled,
    takesRows: executor.takesRows,
    async step(batch, at) {
      steps++;
      if (steps >= from && sizeOf(batch) > most) throw new Error('OOM when allocating tensor with shape[20,8]');
      return executor.step(batch, at);
    },
    sums: (batch) => executor.sums(batch),
    values: (batch, ids) => executor.values(batch, ids),
    gradients: (batch, ids) => executor.gradients(batch, ids),
    weights: (indices) => executor.weights(indices),
    state: () => executor.state(),
    dispose: () => executor.dispose(),
  });
  return { ...device, openNet: async (request, notice) => small(await device.openNet(request, notice)) };
}

/** Trains a project to its end on such a device, as the window and the command line do. */
async function train(project: Project, device: Device, between: (run: LiveRun) => void = () => {}) {
  const folder = await temporaryFolder();
  const io = nodeDataIo();
  const compiled = await compileForTraining(project, io);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const points: { step: number; epoch: number }[] = [];
  const changes: { before: number; batch: number }[] = [];
  const prepare = (resume?: Manifest) =>
    prepareRun({
      project,
      compiled: compiled.value,
      io,
      device,
      folder,
      ...(resume && { resume, smallerBatch: true }),
      netloomVersion: '0.0.0',
      listeners: { state: () => {}, point: (point) => points.push(point), epoch: () => {}, notice: () => {} },
    });
  const first = await prepare();
  if (!first.ok) throw new Error(first.problems[0]?.message);
  let run = first.value;
  const end = await runThrough(run, {
    prepare: async () => {
      between(run);
      return prepare(await manifestOf(folder));
    },
    smaller: (live, change) => {
      run = live;
      changes.push(change);
    },
  });
  return { end, run, folder, points, changes };
}

// 96 of 120 fish train, 24 of them validate: 5 steps of 20 an epoch, 10 of 10, 20 of 5.
const net = fishNet({ kind: 'adam' }, 2);

it('memory that does not suffice for a step: the run goes on with half the batch, and run.json says so', async () => {
  const { end, run, folder, points, changes } = await train(net, await smallDevice(5));
  expect(changes).toEqual([
    { before: 20, batch: 10 },
    { before: 10, batch: 5 },
  ]);
  expect(end.state).toBe('finished');
  expect(run.loop.steps).toBe(points.at(-1)?.step);
  expect(run.loop.counters).toMatchObject({ epoch: 2, step: 40, seen: 192 });
  const manifest = await manifestOf(folder);
  expect(manifest).toMatchObject({ state: 'finished', steps: 40 });
  expect(manifest.batches).toEqual([
    { step: 0, before: 20, batch: 10 },
    { step: 0, before: 10, batch: 5 },
  ]);
  // The project in the folder is what was asked for.
  expect(JSON.parse(await readFile(join(folder, 'project.netloom'), 'utf8')).training.batch).toBe(20);
  run.dispose();
});

it('in the second epoch goes on from its checkpoint; the same happens every time', async () => {
  const runs = [];
  for (const time of [1, 2]) {
    const trained = await train(net, await smallDevice(10, 8));
    expect([time, trained.end.state]).toEqual([time, 'finished']);
    // The checkpoint of the first epoch stands at step 5; then come ten steps of ten.
    expect(trained.run.manifest.batches).toEqual([{ step: 5, before: 20, batch: 10 }]);
    expect(trained.run.loop.counters).toMatchObject({ step: 15, epoch: 2, seen: 192 });
    runs.push(await numbersOf(trained.run));
    trained.run.dispose();
  }
  expect(runs[0]).toEqual(runs[1]);
});

it('that does not suffice for any batch ends the run after three halvings, and run.json says why', async () => {
  const { end, folder, changes } = await train(net, await smallDevice(0));
  expect(changes.map(({ batch }) => batch)).toEqual([10, 5, 2]);
  expect(end).toMatchObject({ state: 'failed', problem: { code: 'train/out-of-memory' } });
  const manifest = await manifestOf(folder);
  expect(manifest).toMatchObject({ state: 'failed', problems: [{ code: 'train/out-of-memory' }] });
  expect(manifest.process).toBeUndefined();
});

it('that does not suffice to open the net refuses the run, with half the batch as a cure, and leaves no folder', async () => {
  const device = await openDevice();
  const openNet: Device['openNet'] = async ({ state }) => {
    disposeState(state);
    throw Object.assign(new Error('std::bad_alloc'), { code: 'RESOURCE_EXHAUSTED' });
  };
  const parent = await temporaryFolder();
  const io = nodeDataIo();
  const compiled = await compileForTraining(net, io);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const prepared = await prepareRun({
    project: net,
    compiled: compiled.value,
    io,
    device: { ...device, openNet },
    folder: join(parent, 'run'),
    netloomVersion: '0.0.0',
    listeners: { state: () => {}, point: () => {}, epoch: () => {}, notice: () => {} },
  });
  expect(prepared).toMatchObject({
    problems: [{ code: 'train/opened-no-memory', fixes: [{ title: 'Set batch to 10' }] }],
  });
  expect(await readdir(parent)).toEqual([]);
});

it('a stop that comes while the run is prepared anew is heeded before a step is taken', async () => {
  const { end, run, folder, points } = await train(net, await smallDevice(10), (before) => before.loop.stop());
  expect(end.state).toBe('stopped');
  expect(points).toEqual([]);
  expect(await manifestOf(folder)).toMatchObject({ state: 'stopped', steps: 0, batches: [{ before: 20, batch: 10 }] });
  run.dispose();
});
