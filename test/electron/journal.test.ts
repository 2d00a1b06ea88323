import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { journalDraft, openJournal } from '../../electron/journal';

let folder: string;
let time: number;
const open = () => openJournal(join(folder, 'journal'), () => ++time);
const draft = (id: string, text = '{}') => ({ id, path: null, title: 'Untitled', text });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-journal-'));
  time = 1000;
});

it('is empty at first', async () => {
  expect(await open().list()).toEqual([]);
});

it('keeps the newest of each drawing for the next session', async () => {
  const journal = open();
  await journal.write(draft('one', 'first'));
  await journal.write(draft('two', 'other'));
  await journal.write(draft('one', 'second'));
  expect(await open().list()).toEqual([
    { ...draft('one', 'second'), writtenAt: 1003, fileChangedAt: null },
    { ...draft('two', 'other'), writtenAt: 1002, fileChangedAt: null },
  ]);
});

it('tells when the project file itself was last changed', async () => {
  const path = join(folder, 'a.netloom');
  writeFileSync(path, '{}');
  const journal = open();
  await journal.write({ ...draft('one'), path });
  await journal.write({ ...draft('two'), path: join(folder, 'gone.netloom') });
  const byId = new Map((await journal.list()).map((entry) => [entry.id, entry.fileChangedAt]));
  expect(byId.get('one')).toBe(statSync(path).mtimeMs);
  expect(byId.get('two')).toBeNull();
});

it('forgets what is discarded, also when the write is still under way', async () => {
  const journal = open();
  const writing = journal.write(draft('one', 'x'.repeat(1_000_000)));
  const discarding = journal.discard('one');
  await Promise.all([writing, discarding]);
  expect(await journal.list()).toEqual([]);
  await journal.discard('never there');
});

it('passes over damaged and foreign files', async () => {
  const journal = open();
  await journal.write(draft('one'));
  const inside = join(folder, 'journal');
  writeFileSync(join(inside, 'cut.json'), readFileSync(join(inside, 'one.json'), 'utf8').slice(0, 20));
  writeFileSync(join(inside, 'foreign.json'), '{"id":"../../x"}');
  writeFileSync(join(inside, 'note.txt'), 'hello');
  expect((await journal.list()).map(({ id }) => id)).toEqual(['one']);
});

it('says why it cannot write', async () => {
  writeFileSync(join(folder, 'journal'), 'a file where the folder should be');
  expect(await open().write(draft('one'))).toMatchObject({
    ok: false,
    problems: [{ code: expect.stringMatching(/^file\//) }],
  });
});

it.each(['', '../x', 'a/b', 'a.b', 'x'.repeat(65), 'a\0'])('takes no id like %j', (id) => {
  expect(journalDraft.safeParse(draft(id)).success).toBe(false);
});

it('leaves no temporary files', async () => {
  const journal = open();
  for (let turn = 0; turn < 5; turn++) await journal.write(draft('one', String(turn)));
  expect(readdirSync(join(folder, 'journal'))).toEqual(['one.json']);
});
