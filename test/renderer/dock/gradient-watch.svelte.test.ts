import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GradientWatch } from '../../../renderer/dock/gradient-watch.svelte';
import { Editor } from '../../../renderer/document/editor.svelte';
import { Trainer } from '../../../renderer/training/trainer.svelte';
import { templateOf } from '../../engine/templates/open';
import { FakeEngine } from '../fake-engine';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function started() {
  const engine = new FakeEngine();
  engine.gradients = { ok: true, step: 3, nodes: [{ node: 'hidden', output: 1 }] };
  const editor = new Editor();
  editor.open(templateOf('fish'), { saved: true });
  const trainer = new Trainer(editor, () => {});
  const attached = trainer.attach(engine.port);
  await vi.advanceTimersByTimeAsync(50);
  await attached;
  return { engine, trainer, watch: new GradientWatch(editor, trainer) };
}

it('costs nothing until it is followed, then asks calmly, and no more once it is out of sight', async () => {
  const { engine, watch } = await started();
  await vi.advanceTimersByTimeAsync(5000);
  expect(engine.asked.gradients).toBeUndefined();
  const leave = watch.follow();
  await vi.advanceTimersByTimeAsync(3500);
  const count = engine.asked.gradients?.length ?? 0;
  expect(count).toBeGreaterThan(1);
  expect(count).toBeLessThan(5);
  expect(watch.measured).toMatchObject({ step: 3 });
  leave();
  await vi.advanceTimersByTimeAsync(5000);
  expect(engine.asked.gradients).toHaveLength(count);
});

it('asks no more often when it is left and followed again while an answer is awaited, and ends with that', async () => {
  const { engine, watch } = await started();
  const before = watch.follow();
  before();
  const leave = watch.follow();
  await vi.advanceTimersByTimeAsync(3500);
  const count = engine.asked.gradients?.length ?? 0;
  expect(count).toBeGreaterThan(1);
  expect(count).toBeLessThan(5);
  leave();
  await vi.advanceTimersByTimeAsync(5000);
  expect(engine.asked.gradients).toHaveLength(count);
});

it('asks by the picked sample, and not by a drawn one, which has no answer', async () => {
  const { engine, trainer, watch } = await started();
  trainer.sample = { part: 'validation', row: 7 };
  watch.count = 1;
  const measured = watch.measure();
  await vi.advanceTimersByTimeAsync(50);
  await measured;
  expect(engine.asked.gradients).toMatchObject([{ part: 'validation', row: 7, count: 1 }]);
  trainer.sample = { values: {} };
  await watch.measure();
  expect(watch.rows).toBeUndefined();
  expect(engine.asked.gradients).toHaveLength(1);
});

it('says what went wrong', async () => {
  const { engine, watch } = await started();
  engine.gradients = { ok: false, problems: [{ code: 'inspect/failed', message: 'No memory.', severity: 'error' }] };
  const measured = watch.measure();
  await vi.advanceTimersByTimeAsync(50);
  await measured;
  expect(watch.problems).toHaveLength(1);
  expect(watch.isMeasuring).toBe(false);
});
