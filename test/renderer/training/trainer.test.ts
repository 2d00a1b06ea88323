import { expect, it } from 'vitest';
import type { Problem } from '../../../engine/graph/problem';
import { problem } from '../../../engine/graph/problems';
import { Editor } from '../../../renderer/document/editor.svelte';
import { chooseDevice, readDevice } from '../../../renderer/training/device';
import { Trainer } from '../../../renderer/training/trainer.svelte';
import { FakeBridge } from '../fake-bridge';
import { FakeEngine, point, settle } from '../fake-engine';

const KILLED = { exitCode: 137, signal: 'SIGKILL' };

/** A window's trainer beside an engine; `draw()` lets the window draw what is waiting. */
async function start() {
  const waiting: (() => void)[] = [];
  const trainer = new Trainer(new Editor(), (then) => waiting.push(then));
  const engine = new FakeEngine();
  await trainer.attach(engine.port);
  return { trainer, engine, draw: () => waiting.splice(0).map((then) => then()) };
}

/** As `start`, with a run under way in /runs/1 that has told steps 1 to `steps`. */
async function started(steps = 3) {
  const all = await start();
  await all.trainer.train('/runs');
  all.engine.progress('/runs/1', 'training');
  all.engine.tell('points', { run: '/runs/1', points: Array.from({ length: steps }, (_, i) => point(i + 1)) });
  await settle();
  return all;
}
const steps = (trainer: Trainer) => trainer.run?.points.map(({ step }) => step);

it('learns what the engine runs on', async () => {
  const { trainer } = await start();
  expect(trainer.device?.name).toBe('CPU, 2 cores');
  expect(trainer.busy).toBe(false);
});

it('keeps every point, also those told before the run has its name', async () => {
  const { trainer, engine } = await start();
  const training = trainer.train('/runs');
  engine.tell('points', { run: '/runs/1', points: [point(1)] });
  await training;
  engine.tell('points', { run: '/runs/1', points: [point(2), point(3)] });
  engine.tell('points', { run: '/runs/other', points: [point(9)] });
  await settle();
  expect(steps(trainer)).toEqual([1, 2, 3]);
  expect(trainer.arrivals).toBeGreaterThan(0);
});

it('says that a frame is drawn only once the window has drawn it', async () => {
  const { trainer, engine, draw } = await started();
  engine.tell('frame', { frame: 7, step: 3, pictures: [], answers: [] });
  await settle();
  expect(engine.asked.drawn).toBeUndefined();
  draw();
  await settle();
  expect(engine.asked.drawn).toEqual([{ frame: 7 }]);
  expect(trainer.pictureStep).toBe(3);
});

it('shows no pictures of the document that was open before', async () => {
  const { trainer, engine, draw } = await started();
  trainer.forget();
  engine.tell('frame', { frame: 8, step: 4, pictures: [], answers: [] });
  await settle();
  draw();
  await settle();
  expect(trainer.pictureStep).toBeUndefined();
  expect(engine.asked.drawn).toEqual([{ frame: 8 }]);
});

it('goes on with the run after the engine was killed, tells the person, and repeats no point', async () => {
  const { trainer } = await started(5);
  const next = new FakeEngine();
  await trainer.attach(next.port, KILLED);
  expect(next.asked.train).toMatchObject([{ runsFolder: '/runs', resume: '/runs/1', smallerBatch: true }]);
  // The newest checkpoint stood at step 3.
  next.tell('points', { run: '/runs/1', points: [point(4), point(5), point(6)] });
  await settle();
  expect(steps(trainer)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(trainer.notices.map(({ code }) => code)).toEqual(['engine/killed']);
  expect(trainer.notices[0]?.message).toContain('with batches of 32 in place of 64');
});

it('goes on with the batch that it had where the engine ended by itself or was to end', async () => {
  const ends = [{ exitCode: 1 }, { exitCode: 139, signal: 'SIGSEGV' }, { ...KILLED, asked: true }];
  for (const exit of ends) {
    const { trainer } = await started();
    const next = new FakeEngine();
    await trainer.attach(next.port, exit);
    expect(next.asked.train).toMatchObject([{ resume: '/runs/1', smallerBatch: false }]);
    expect(trainer.notices.map(({ code }) => code)).toEqual(['engine/ended']);
  }
});

it('stays paused where it was paused when the engine ended', async () => {
  const { trainer, engine } = await started();
  engine.progress('/runs/1', 'paused');
  await settle();
  const next = new FakeEngine();
  await trainer.attach(next.port, { exitCode: 1 });
  expect(next.asked.pause).toHaveLength(1);
  expect(trainer.notices.map(({ code }) => code)).toEqual(['engine/ended']);
});

it('goes on where the engine was killed while the pause was saved that the person had ended already', async () => {
  const { trainer, engine } = await started();
  await trainer.pause();
  engine.progress('/runs/1', 'paused');
  await settle();
  // Heard, but the engine says that it trains again only once its checkpoint is written.
  await trainer.go();
  expect(trainer.state).toBe('paused');
  const next = new FakeEngine();
  await trainer.attach(next.port, KILLED);
  expect(next.asked.train).toHaveLength(1);
  expect(next.asked.pause).toBeUndefined();
});

it('stops where Stop was pressed before the engine was killed, or while it came back', async () => {
  const { trainer, engine } = await started();
  await trainer.stop();
  expect(engine.asked.stop).toHaveLength(1);
  const second = new FakeEngine();
  await trainer.attach(second.port, KILLED);
  expect(second.asked.stop).toEqual([{}]);

  const { trainer: other } = await started();
  const third = new FakeEngine();
  const attached = other.attach(third.port, KILLED);
  const stopped = other.stop();
  await Promise.all([attached, stopped]);
  // Before the run is there nothing hears it.
  expect(third.asked.stop?.length).toBeGreaterThan(1);
});

it('forgets with a run what was wanted of it', async () => {
  const { trainer, engine } = await started();
  await trainer.stop();
  const ended = { run: '/runs/1', metrics: {}, seconds: 1, samplesPerSecond: 1, problems: [] };
  engine.tell('done', { ...ended, state: 'stopped' });
  await settle();
  await trainer.train('/runs');
  engine.progress('/runs/1', 'training');
  await settle();
  const next = new FakeEngine();
  await trainer.attach(next.port, { exitCode: 1 });
  expect(next.asked.stop).toBeUndefined();
});

it('says that a run is lost when it cannot go on, and keeps its curve', async () => {
  const { trainer } = await started();
  const next = new FakeEngine();
  next.refuse = { ok: false, problems: [problem('run/no-checkpoint', { path: '/runs/1' })] };
  await trainer.attach(next.port, KILLED);
  expect(trainer.state).toBe('failed');
  expect(trainer.busy).toBe(false);
  expect(steps(trainer)).toEqual([1, 2, 3]);
  expect(trainer.notices.map(({ code }) => code)).toEqual(['run/no-checkpoint', 'engine/run-lost']);
});

it('says that the engine was started again where nothing was trained, but not when the person asked for it', async () => {
  const { trainer } = await start();
  await trainer.attach(new FakeEngine().port, { exitCode: 1, asked: true });
  expect(trainer.notices).toEqual([]);
  await trainer.attach(new FakeEngine().port, { exitCode: 1 });
  expect(trainer.notices.map(({ code }) => code)).toEqual(['engine/idle-ended']);
});

it('is told that the engine is gone for good, and refuses to train', async () => {
  const { trainer } = await started();
  trainer.lose({ exitCode: 1, signal: 'SIGSEGV' });
  expect(trainer.down).toBe('was ended by SIGSEGV');
  expect(trainer.state).toBe('failed');
  const [refused] = await trainer.train('/runs');
  expect(refused?.code).toBe('engine/gone');
  await trainer.pause();
  await trainer.attach(new FakeEngine().port);
  expect(trainer.down).toBeUndefined();
});

it('survives an engine that goes away while it is asked to train', async () => {
  const { trainer, engine } = await start();
  engine.port.postMessage = () => {};
  const training = trainer.train('/runs');
  trainer.lose({ exitCode: 1 });
  expect((await training)[0]?.code).toBe('engine/gone');
});

it('shows a run that goes on in the engine after the page was loaded anew, whole', async () => {
  const { trainer, engine } = await start();
  engine.points = [point(1), point(2)];
  engine.progress('/runs/7', 'training');
  engine.tell('points', { run: '/runs/7', points: [point(3)] });
  await settle();
  await settle();
  expect(trainer.run?.path).toBe('/runs/7');
  expect(steps(trainer)).toEqual([1, 2, 3]);
});

it('counts an epoch once, also when a run that went on tells it again', async () => {
  const { trainer, engine } = await started();
  const epoch = (n: number, seconds: number) => ({ run: '/runs/1', epoch: n, step: n * 3, train: {}, seconds });
  for (const told of [epoch(1, 5), epoch(2, 5), epoch(2, 6)]) engine.tell('epoch', told);
  await settle();
  expect(trainer.run?.epochs.map(({ epoch: n, seconds }) => [n, seconds])).toEqual([
    [1, 5],
    [2, 6],
  ]);
});

it('ends a run with what it came to and what went wrong', async () => {
  const { trainer, engine } = await started();
  const problems = [problem('run/no-space', { path: '/runs/1' })];
  engine.tell('done', { run: '/runs/1', state: 'failed', metrics: {}, seconds: 1, samplesPerSecond: 1, problems });
  await settle();
  expect(trainer.state).toBe('failed');
  expect(trainer.outcome?.run).toBe('/runs/1');
  expect(trainer.notices.map(({ code }) => code)).toEqual(['run/no-space']);
  trainer.dismiss(trainer.notices[0] as Problem);
  expect(trainer.notices).toEqual([]);
});

it('passes on pause, go, stop and another learning rate', async () => {
  const { trainer, engine } = await started();
  await trainer.pause();
  await trainer.go();
  await trainer.setLearningRate(0.01);
  await trainer.stop();
  const { pause, go, stop, setLearningRate } = engine.asked;
  expect([pause, go, stop, setLearningRate]).toEqual([[{}], [{}], [{}], [{ rate: 0.01 }]]);
});

it('stops a run that is still being prepared at once', async () => {
  const { trainer, engine } = await start();
  const training = trainer.train('/runs');
  expect(trainer.state).toBe('preparing');
  await trainer.stop();
  // At once, and again: an engine that had not begun to prepare it had nothing to stop.
  expect(engine.asked.stop).toEqual([{}]);
  await training;
  expect(engine.asked.stop).toEqual([{}, {}]);
});

it('remembers the device and starts the engine anew for another', async () => {
  const { trainer } = await start();
  const fake = new FakeBridge();
  await chooseDevice(fake.bridge, trainer, 'portable');
  expect(fake.restarts).toBe(1);
  const next = new FakeEngine();
  await trainer.attach(next.port, { exitCode: 0, asked: true });
  expect(next.asked.hello).toEqual([{ device: 'portable' }]);
  const later = new Trainer(new Editor(), () => {});
  readDevice(await fake.bridge.settings(), later);
  expect(later.wanted).toBe('portable');
  await chooseDevice(fake.bridge, trainer, 'auto');
  readDevice(await fake.bridge.settings(), later);
  expect(later.wanted).toBeUndefined();
});
