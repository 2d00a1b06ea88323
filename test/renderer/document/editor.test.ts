import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EMPTY_PROJECT, type Project } from '../../../engine/graph/document';
import { Editor } from '../../../renderer/document/editor.svelte';

const LENET = JSON.parse(readFileSync(new URL('../../../templates/lenet.json', import.meta.url), 'utf8')) as Project;

function opened(): Editor {
  const editor = new Editor();
  editor.open(LENET, { path: '/a.netloom', saved: true });
  return editor;
}
const filters = (editor: Editor, value: number) =>
  editor.edit({ type: 'setParam', id: 'conv1', param: 'filters', value });

it('starts empty and clean', () => {
  const editor = new Editor();
  expect(editor.project).toBe(EMPTY_PROJECT);
  expect(editor.dirty).toBe(false);
  expect(editor.canUndo).toBe(false);
});

it('analyses the document after every edit', () => {
  const editor = opened();
  expect(editor.analysis.totals.parameters).toBe(431_080);
  expect(filters(editor, 10)).toEqual([]);
  expect(editor.analysis.nodes.get('conv1')?.parameters).toBe(10 * 25 + 10);
  expect(editor.errors).toEqual([]);
});

it('undoes and redoes, and is clean again at the saved document', () => {
  const editor = opened();
  filters(editor, 10);
  filters(editor, 12);
  expect(editor.dirty).toBe(true);
  expect(editor.changesSinceSaved).toBe(2);
  editor.undo();
  editor.undo();
  expect(editor.dirty).toBe(false);
  expect(editor.canUndo).toBe(false);
  editor.redo();
  expect(editor.dirty).toBe(true);
  expect(editor.analysis.nodes.get('conv1')?.parameters).toBe(260);
});

it('takes a gesture as one step', () => {
  const editor = opened();
  editor.beginGesture('move');
  for (const x of [8, 16, 24]) editor.edit({ type: 'moveNodes', positions: { conv1: [x, 0] } });
  editor.endGesture();
  editor.undo();
  expect(editor.project).toBe(LENET);
});

it('tells why an edit does not fit, and changes nothing', () => {
  const editor = opened();
  const [problem] = editor.edit({ type: 'renameNode', id: 'conv1', to: 'conv2' });
  expect(problem?.code).toBe('edit/name-taken');
  expect(editor.project).toBe(LENET);
});

it('changes nothing in a project that was opened read-only, and does once it is saved elsewhere', () => {
  const editor = new Editor();
  editor.open(LENET, { path: '/a.netloom', readOnly: true, saved: true });
  expect(filters(editor, 10).map(({ code }) => code)).toEqual(['edit/read-only']);
  expect(editor.project).toBe(LENET);
  editor.markSaved(LENET, '/b.netloom', 1);
  expect(filters(editor, 10)).toEqual([]);
});

it('shows a cure beside the document without applying it', () => {
  const editor = opened();
  editor.preview = [{ type: 'setParam', id: 'conv1', param: 'filters', value: 10 }];
  expect(editor.previewed?.analysis.nodes.get('conv1')?.parameters).toBe(260);
  expect(editor.analysis.nodes.get('conv1')?.parameters).toBe(520);
  expect(editor.dirty).toBe(false);
  editor.preview = [{ type: 'setParam', id: 'nowhere', param: 'filters', value: 10 }];
  expect(editor.previewed).toBeUndefined();
});

it('drops from the selection what is deleted', () => {
  const editor = opened();
  editor.select(['conv1', 'pool1']);
  editor.edit({ type: 'removeNodes', ids: ['conv1'], heal: true });
  expect([...editor.selection]).toEqual(['pool1']);
});

it('stays dirty when it is changed while it is being saved', () => {
  const editor = opened();
  filters(editor, 10);
  const written = editor.project;
  filters(editor, 12);
  editor.markSaved(written, '/a.netloom', 1);
  expect(editor.dirty).toBe(true);
  expect(editor.changesSinceSaved).toBe(1);
});

it('forgets everything of one document when another is opened', () => {
  const editor = opened();
  const { id } = editor;
  filters(editor, 10);
  editor.select(['conv1']);
  editor.open(EMPTY_PROJECT, { saved: true });
  expect(editor.selection.size).toBe(0);
  expect(editor.canUndo).toBe(false);
  expect(editor.path).toBeUndefined();
  expect(editor.id).not.toBe(id);
});
