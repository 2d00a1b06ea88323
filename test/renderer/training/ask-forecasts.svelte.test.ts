import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseProject } from '../../../engine/graph/parse';
import { problem } from '../../../engine/graph/problems';
import { Editor } from '../../../renderer/document/editor.svelte';
import { askForecasts } from '../../../renderer/training/ask-forecasts.svelte';
import { Trainer } from '../../../renderer/training/trainer.svelte';
import fish from '../../../templates/fish.json';
import { FakeEngine } from '../fake-engine';

const KNOWN = { memory: 3.12e8, secondsPerEpoch: 14 };
const KILLED = { exitCode: 137, signal: 'SIGKILL' };

let end = () => {};
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  end();
  vi.useRealTimers();
});

/** The drawing has been quiet for `ms`, and everything that was sent has arrived. */
async function quiet(ms = 1600): Promise<void> {
  flushSync();
  await vi.advanceTimersByTimeAsync(ms);
  flushSync();
}

/** A window with the fish project beside an engine that knows its forecast. */
async function start() {
  const opened = parseProject(JSON.stringify(fish));
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const editor = new Editor();
  editor.open(opened.value.project, { saved: true });
  const trainer = new Trainer(editor, (then) => then());
  const engine = new FakeEngine();
  engine.forecast = { ok: true, forecast: KNOWN };
  const attached = trainer.attach(engine.port);
  await vi.advanceTimersByTimeAsync(20);
  await attached;
  end = $effect.root(() => askForecasts(editor, trainer));
  flushSync();
  const { training } = opened.value.project;
  const setBatch = (batch: number) =>
    training && editor.edit({ type: 'setTraining', training: { ...training, batch } });
  const setEpochs = (epochs: number) =>
    training && editor.edit({ type: 'setTraining', training: { ...training, epochs } });
  return { editor, trainer, engine, setBatch, setEpochs };
}

it('is measured once the drawing is quiet, and again when something has changed that matters', async () => {
  const { editor, trainer, engine, setBatch, setEpochs } = await start();
  await quiet(1000);
  expect(engine.asked.forecast).toBeUndefined();
  await quiet();
  expect(engine.asked.forecast).toHaveLength(1);
  expect(trainer.forecast).toEqual({ state: 'known', value: KNOWN });
  const [node] = editor.project.graph.nodes;
  editor.edit({ type: 'moveNodes', positions: { [node?.id ?? '']: [500, 500] } });
  setEpochs(99);
  await quiet();
  expect(engine.asked.forecast).toHaveLength(1);
  expect(trainer.forecast?.state).toBe('known');
  setBatch(8);
  flushSync();
  // What was measured of the drawing as it was is not shown any more.
  expect(trainer.forecast).toBeUndefined();
  await quiet();
  expect(engine.asked.forecast).toHaveLength(2);
});

it('of a drawing that cannot be trained is not asked for', async () => {
  const { editor, engine } = await start();
  const [edge] = editor.project.graph.edges;
  if (edge) editor.edit({ type: 'disconnect', edge });
  await quiet();
  expect(engine.asked.forecast).toBeUndefined();
});

it('waits until a run has ended, and is shown while one is under way', async () => {
  const { trainer, engine, setBatch } = await start();
  await quiet();
  const training = trainer.train('/runs');
  await quiet(20);
  await training;
  engine.progress('/runs/1', 'training');
  await quiet();
  expect(trainer.forecast?.state).toBe('known');
  setBatch(8);
  await quiet();
  expect(engine.asked.forecast).toHaveLength(1);
  engine.progress('/runs/1', 'finished');
  await quiet(20);
  await quiet();
  expect(engine.asked.forecast).toHaveLength(2);
});

it('that was given up for a run is asked for after it', async () => {
  const { trainer, engine } = await start();
  engine.forecast = { ok: true };
  await quiet();
  expect(trainer.forecast).toBeUndefined();
  engine.progress('/runs/1', 'training');
  await quiet(20);
  engine.forecast = { ok: true, forecast: KNOWN };
  engine.progress('/runs/1', 'finished');
  await quiet(20);
  await quiet();
  expect(trainer.forecast?.state).toBe('known');
});

it('is refused with the reason and its cures', async () => {
  const { trainer, engine } = await start();
  engine.forecast = {
    ok: false,
    problems: [problem('train/no-memory', { got: 'about 48 GB', expected: '17 GB', batch: 16 })],
  };
  await quiet();
  expect(trainer.forecast).toMatchObject({ state: 'refused' });
  const [refused] = trainer.forecast?.state === 'refused' ? trainer.forecast.problems : [];
  expect(refused?.message).toBe(
    'Training takes about 48 GB of memory, and 17 GB are free. Make the batch smaller: 16 fits.',
  );
});

it('that took the engine down is not asked for again until the drawing changes', async () => {
  const { trainer, engine, setBatch } = await start();
  engine.forecast = new Promise(() => {});
  await quiet();
  expect(trainer.forecast).toEqual({ state: 'measuring' });
  const next = new FakeEngine();
  const attached = trainer.attach(next.port, KILLED);
  await quiet(20);
  await attached;
  await quiet();
  await quiet();
  expect(next.asked.forecast).toBeUndefined();
  const fixes = [{ title: 'Set batch to 16' }];
  expect(trainer.forecast).toMatchObject({ state: 'refused', problems: [{ code: 'train/measured-no-memory', fixes }] });
  setBatch(8);
  await quiet();
  expect(next.asked.forecast).toHaveLength(1);
});

it('is asked for again where the engine ended for another reason', async () => {
  const { trainer, engine } = await start();
  engine.forecast = new Promise(() => {});
  await quiet();
  const next = new FakeEngine();
  next.forecast = { ok: true, forecast: KNOWN };
  const attached = trainer.attach(next.port, { exitCode: 0, asked: true });
  await quiet(20);
  await attached;
  await quiet();
  expect(trainer.forecast?.state).toBe('known');
});
