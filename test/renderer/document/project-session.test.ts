import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_PROJECT } from '../../../engine/graph/document';
import { fail, type Problem } from '../../../engine/graph/problem';
import { problem } from '../../../engine/graph/problems';
import { projectText } from '../../../engine/graph/serialize';
import { Editor } from '../../../renderer/document/editor.svelte';
import { ProjectSession } from '../../../renderer/document/project-session.svelte';
import { View } from '../../../renderer/view/view.svelte';
import { FakeBridge } from '../fake-bridge';

const NET = { ...EMPTY_PROJECT, title: 'Net' };
const TEXT = projectText(NET);

let fake: FakeBridge;
let editor: Editor;
let view: View;
let session: ProjectSession;
let run: { busy: boolean; stopped: number; forgotten: number };

beforeEach(() => {
  vi.useFakeTimers();
  fake = new FakeBridge();
  fake.files.set('/net.netloom', TEXT);
  editor = new Editor();
  view = new View();
  run = { busy: false, stopped: 0, forgotten: 0 };
  session = new ProjectSession(fake.bridge, editor, view, {
    get busy() {
      return run.busy;
    },
    stop: async () => void run.stopped++,
    forget: () => void run.forgotten++,
  });
});
afterEach(() => {
  session.stop();
  vi.useRealTimers();
});

const rename = (title: string) => editor.edit({ type: 'setTitle', title });
const savedTitle = (path: string) => JSON.parse(fake.files.get(path) ?? '{}').title;
const codes = () => session.problems.map(({ code }) => code);
const remedies = () => session.remediesFor(session.problems[0] as Problem);

describe('starting', () => {
  it('lists what there is', async () => {
    await session.start();
    expect(session.recent.map(({ path }) => path)).toEqual(['/net.netloom']);
    expect(view.screen).toBe('start');
  });

  it('reads a template when it is asked for, and passes over a broken one', async () => {
    fake.templateTexts = [
      { id: 'net', text: TEXT },
      { id: 'broken', text: '{' },
    ];
    await session.start();
    expect((await session.template('net'))?.title).toBe('Net');
    expect(await session.template('missing')).toBeUndefined();
    await session.openTemplate('broken');
    expect(view.screen).toBe('start');
  });

  it('opens the file that the app was started with', async () => {
    fake.startFile = '/net.netloom';
    await session.start();
    expect(editor.project.title).toBe('Net');
    expect(view.screen).toBe('project');
  });

  it('opens a file that the system hands over later, and not again while it is open', async () => {
    await session.start();
    fake.openFromSystem('/net.netloom');
    await vi.advanceTimersByTimeAsync(1);
    expect(editor.path).toBe('/net.netloom');
    rename('Mine');
    fake.openFromSystem('/net.netloom');
    await vi.advanceTimersByTimeAsync(1);
    expect(editor.project.title).toBe('Mine');
    expect(view.dialog).toBeUndefined();
  });
});

describe('opening', () => {
  it('takes the place of a clean document without a question', async () => {
    await session.open('/net.netloom');
    expect(editor.path).toBe('/net.netloom');
    expect(editor.dirty).toBe(false);
    expect(run.forgotten).toBe(1);
    await session.create();
    expect(editor.path).toBeUndefined();
    expect(fake.closed).toBe(1);
  });

  it.each([
    ['missing', undefined, 'file/missing'],
    ['truncated', TEXT.slice(0, -20), 'project/truncated'],
    ['foreign', '{"layers":[]}', 'project/foreign'],
  ])('tells that a file is %s and leaves everything as it is', async (_what, text, code) => {
    await session.open('/net.netloom');
    if (text !== undefined) fake.files.set('/other.netloom', text);
    await session.open('/other.netloom');
    expect(codes()).toEqual([code]);
    expect(editor.project.title).toBe('Net');
    expect(remedies()).toEqual([]);
    session.dismissProblems();
    expect(session.problems).toEqual([]);
  });

  it('opens a newer project read-only and says so', async () => {
    fake.files.set('/newer.netloom', TEXT.replace('"version": 1', '"version": 2'));
    await session.open('/newer.netloom');
    expect(editor.readOnly).toBe(true);
    expect(codes()).toContain('project/newer');
  });

  it('offers to read what another Netloom has open', async () => {
    fake.refusal = fail(problem('file/already-open', { name: 'net', user: 'a', host: 'b' }));
    await session.open('/net.netloom');
    expect(remedies()).toEqual(['open-read-only']);
    await session.remedy('open-read-only');
    expect(editor.readOnly).toBe(true);
    expect(session.problems).toEqual([]);
  });

  it('opens a template as a copy that asks nothing while it is unchanged', async () => {
    fake.templateTexts = [{ id: 'net', text: TEXT }];
    await session.start();
    await session.openTemplate('net');
    expect(editor.path).toBeUndefined();
    expect(editor.dirty).toBe(false);
    await session.leave();
    expect(view.screen).toBe('start');
  });
});

describe('saving', () => {
  it('writes to its file', async () => {
    await session.open('/net.netloom');
    rename('Mine');
    expect(await session.save()).toBe(true);
    expect(savedTitle('/net.netloom')).toBe('Mine');
    expect(editor.dirty).toBe(false);
  });

  it('asks where to the first time, and keeps the drawing when that is cancelled', async () => {
    await session.create();
    rename('Mine');
    expect(await session.save()).toBe(false);
    expect(editor.dirty).toBe(true);
    fake.saveAnswer = '/mine.netloom';
    expect(await session.save()).toBe(true);
    expect(editor.path).toBe('/mine.netloom');
  });

  it('writes a read-only project elsewhere only, and it can be changed there', async () => {
    fake.readOnlyFiles.add('/net.netloom');
    await session.open('/net.netloom');
    fake.saveAnswer = '/copy.netloom';
    expect(await session.save()).toBe(true);
    expect(editor.path).toBe('/copy.netloom');
    expect(editor.readOnly).toBe(false);
  });

  it('overwrites what another program changed only when told so', async () => {
    await session.open('/net.netloom');
    rename('Mine');
    fake.refusal = fail(problem('file/changed', { name: 'net.netloom' }));
    expect(await session.save()).toBe(false);
    expect(editor.dirty).toBe(true);
    expect(remedies()).toEqual(['overwrite', 'save-as']);
    await session.remedy('overwrite');
    expect(savedTitle('/net.netloom')).toBe('Mine');
    expect(session.problems).toEqual([]);
  });
});

describe('the guard', () => {
  const answer = async (choice: 'save' | 'discard' | 'cancel') => {
    await vi.advanceTimersByTimeAsync(1);
    expect(view.dialog).toBe('unsaved');
    session.answerGuard(choice);
  };

  beforeEach(async () => {
    await session.start();
    await session.open('/net.netloom');
    rename('Mine');
  });

  it('stays when cancelled', async () => {
    const closing = fake.pressClose();
    await answer('cancel');
    expect(await closing).toBe(false);
    expect(editor.project.title).toBe('Mine');
  });

  it('saves, then closes', async () => {
    const closing = fake.pressClose();
    await answer('save');
    expect(await closing).toBe(true);
    expect(savedTitle('/net.netloom')).toBe('Mine');
  });

  it('does not close when saving fails', async () => {
    fake.refusal = fail(problem('file/no-space', { name: 'net' }));
    const closing = fake.pressClose();
    await answer('save');
    expect(await closing).toBe(false);
    expect(codes()).toEqual(['file/no-space']);
  });

  it('closes without saving and takes the drawing out of the journal', async () => {
    await session.journal();
    expect(fake.journal.size).toBe(1);
    const closing = fake.pressClose();
    await answer('discard');
    expect(await closing).toBe(true);
    expect(fake.journal.size).toBe(0);
    expect(savedTitle('/net.netloom')).toBe('Net');
  });

  it('answers a first question with no when a second comes', async () => {
    const first = fake.pressClose();
    const second = session.create();
    expect(await first).toBe(false);
    await answer('discard');
    await second;
    expect(editor.project).toBe(EMPTY_PROJECT);
  });

  it('also asks, and stops the run, where only a run would end', async () => {
    await session.save();
    run.busy = true;
    const closing = fake.pressClose();
    await answer('discard');
    expect(await closing).toBe(true);
    expect(run.stopped).toBe(1);
  });
});

describe('the journal', () => {
  beforeEach(() => session.start());

  it('has a changed drawing within 2 s, once for each change', async () => {
    await session.open('/net.netloom');
    await vi.advanceTimersByTimeAsync(5000);
    expect(fake.sent).toEqual([]);
    rename('Mine');
    await vi.advanceTimersByTimeAsync(2000);
    expect(JSON.parse(fake.sent[0]?.text ?? '{}').title).toBe('Mine');
    await vi.advanceTimersByTimeAsync(6000);
    expect(fake.sent).toHaveLength(1);
    expect(savedTitle('/net.netloom')).toBe('Net');
  });

  it('is empty again after saving, and after undoing', async () => {
    await session.open('/net.netloom');
    rename('Mine');
    await vi.advanceTimersByTimeAsync(2000);
    editor.undo();
    await vi.advanceTimersByTimeAsync(2000);
    expect(fake.journal.size).toBe(0);
    editor.redo();
    await vi.advanceTimersByTimeAsync(2000);
    expect(fake.journal.size).toBe(1);
    await session.save();
    expect(fake.journal.size).toBe(0);
  });

  it('says when it cannot be written, and tries again', async () => {
    await session.open('/net.netloom');
    rename('Mine');
    fake.refusal = fail(problem('file/no-space', { name: 'Mine' }));
    await vi.advanceTimersByTimeAsync(2000);
    expect(codes()).toEqual(['file/no-space']);
    fake.refusal = undefined;
    await vi.advanceTimersByTimeAsync(2000);
    expect(fake.journal.size).toBe(1);
  });

  it('offers what an earlier session left, opens it as unsaved, and keeps it until it is saved', async () => {
    const left = { id: 'left', path: '/net.netloom', title: 'Mine', text: projectText({ ...NET, title: 'Mine' }) };
    fake.journal.set('left', { ...left, writtenAt: 1, fileChangedAt: null });
    await session.refresh();
    const [entry] = session.recovered;
    expect(entry?.title).toBe('Mine');
    if (entry) await session.openRecovered(entry);
    expect(editor.dirty).toBe(true);
    expect(session.recovered).toEqual([]);
    expect(fake.journal.size).toBe(1);
    await session.save();
    expect(savedTitle('/net.netloom')).toBe('Mine');
    expect(fake.journal.size).toBe(0);
  });

  it('discards what is not wanted', async () => {
    fake.journal.set('left', { id: 'left', path: null, title: 'A', text: TEXT, writtenAt: 1, fileChangedAt: null });
    await session.refresh();
    const [entry] = session.recovered;
    if (entry) await session.discardRecovered(entry);
    expect(fake.journal.size).toBe(0);
    expect(session.recovered).toEqual([]);
  });
});
