import { beforeEach, expect, it } from 'vitest';
import { Editor } from '../../../renderer/document/editor.svelte';
import { firstMetric, paceOf, resultOf } from '../../../renderer/runs/run-results';
import { RunShelf } from '../../../renderer/runs/run-shelf.svelte';
import { Trainer } from '../../../renderer/training/trainer.svelte';
import { FakeBridge } from '../fake-bridge';
import { FakeEngine, settle } from '../fake-engine';

let editor: Editor;
let trainer: Trainer;
let engine: FakeEngine;
let shelf: RunShelf;
beforeEach(async () => {
  editor = new Editor();
  trainer = new Trainer(editor, () => {});
  engine = new FakeEngine();
  await trainer.attach(engine.port);
  shelf = new RunShelf(new FakeBridge().bridge, editor, trainer);
});
const paths = () => shelf.runs.map(({ path }) => path);

it('lists the runs beside the project and those of its title from before it was saved', async () => {
  engine.runs = ['1'];
  editor.open({ ...editor.project, title: 'Net' }, { path: '/work/net.netloom', saved: true });
  await shelf.refresh();
  expect(paths().sort()).toEqual(['/data/runs/1', '/work/runs/1']);
  editor.open({ ...editor.project, title: 'Other' }, { path: '/work/other.netloom', saved: true });
  await shelf.refresh();
  expect(paths()).toEqual(['/work/runs/1']);
});

it('shows the run under way as it is now', async () => {
  engine.runs = ['1'];
  editor.edit({ type: 'setTitle', title: 'Net' });
  await trainer.train('/data/runs');
  engine.progress('/data/runs/1', 'validating', { step: 7 });
  await settle();
  await shelf.refresh();
  expect(shelf.runs[0]).toMatchObject({ state: 'validating', steps: 7 });
});

it('compares at most five runs, the newest choices', async () => {
  for (const name of ['1', '2', '3', '4', '5', '6']) await shelf.toggleCompared(`/data/runs/${name}`);
  expect(shelf.compared).toHaveLength(5);
  expect(shelf.comparedRuns.map(({ summary }) => summary.path)).toContain('/data/runs/6');
  await shelf.toggleCompared('/data/runs/6');
  expect(shelf.compared).not.toContain('/data/runs/6');
});

it('deletes a run from the list and from the comparison', async () => {
  engine.runs = ['1'];
  editor.edit({ type: 'setTitle', title: 'Net' });
  await shelf.refresh();
  await shelf.compare(['/data/runs/1']);
  expect(await shelf.remove('/data/runs/1')).toBe(true);
  expect(paths()).toEqual([]);
  expect(shelf.compared).toEqual([]);
});

it('says why when the engine is gone', async () => {
  engine.port.postMessage = () => {};
  const asked = shelf.load('/data/runs/1');
  trainer.lose({ exitCode: 1 });
  await asked;
  expect(shelf.problem).toBe('ended with code 1');
});

it('knows a run’s pace before its first epoch has ended', () => {
  expect(paceOf({ seconds: 5, steps: 50 } as never, [{ step: 50 } as never])).toEqual({
    stepsPerEpoch: 50,
    secondsPerStep: 0.1,
  });
  expect(paceOf({ steps: 0 } as never, []).secondsPerStep).toBeUndefined();
});

it('takes a run’s result from the test part where there is one', () => {
  const run = { metrics: { train: { loss: 3, accuracy: 0.7 }, validation: { loss: 2, accuracy: 0.8 } } };
  expect(resultOf(run as never, 'accuracy')).toBe(0.8);
  expect(resultOf({ metrics: { ...run.metrics, test: { accuracy: 0.9 } } } as never, 'accuracy')).toBe(0.9);
  expect(firstMetric(run as never)).toBe('accuracy');
  expect(firstMetric(undefined)).toBeUndefined();
});
