import { expect, it } from 'vitest';
import { ranOut } from '../../../engine/compile/ran-out';
import { DEFAULT_TRAINING } from '../../../engine/graph/document';
import type { Problem } from '../../../engine/graph/problem';
import { Editor } from '../../../renderer/document/editor.svelte';
import { curesOf } from '../../../renderer/training/notice-cures';
import { Trainer } from '../../../renderer/training/trainer.svelte';
import { FakeEngine } from '../fake-engine';

const BATCH = { ...DEFAULT_TRAINING, batch: 64 };
const refusal = ranOut(BATCH);

/** A window whose Train was refused for memory, at batches of 64. */
async function refused(resume?: string) {
  const editor = new Editor();
  await editor.edit({ type: 'setTraining', training: BATCH });
  const trainer = new Trainer(editor);
  const engine = new FakeEngine();
  engine.refuse = { ok: false, problems: [refusal] };
  await trainer.attach(engine.port);
  await trainer.train('/runs', resume === undefined ? undefined : { resume, title: 'Net' });
  return { editor, notice: trainer.notices[0] as Problem };
}

it('a refusal for memory offers the batch that fits, which sets nothing else that was changed since', async () => {
  const { editor, notice } = await refused();
  await editor.edit({ type: 'setTraining', training: { ...BATCH, epochs: 77 } });
  const [cure] = curesOf(notice, editor.project);
  expect(cure?.title).toBe('Set batch to 32');
  await editor.edit({ type: 'many', label: 'Set batch to 32', edits: cure?.edits ?? [] });
  expect(editor.project.training).toMatchObject({ batch: 32, epochs: 77 });
  // It is as small as that by now.
  expect(curesOf(notice, editor.project)).toEqual([]);
});

it('a run that cannot go on is not cured by an edit of the drawing', async () => {
  const { editor, notice } = await refused('/runs/1');
  expect(notice.message).toBe(refusal.message);
  expect(curesOf(notice, editor.project)).toEqual([]);
});

it('edits of other problems are not offered: the drawing may have changed', () => {
  const other = { ...refusal, path: 'graph' };
  expect(curesOf(other, { ...new Editor().project, training: BATCH })).toEqual([]);
});
