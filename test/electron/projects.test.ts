import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { acquireProjectLock, lockFileOf } from '../../electron/project-lock';
import { fileNameFor, manageProjects, type ProjectQuestions } from '../../electron/projects';

let folder: string;
let chosen: Set<string>;
let used: string[];
let answers: { open: string | null; save: string | null; replace: boolean };
const inFolder = (name: string) => join(folder, name);
const someoneElse = { pid: process.ppid, host: hostname(), user: 'ada' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-projects-'));
  chosen = new Set();
  used = [];
  answers = { open: null, save: null, replace: false };
});

function projects() {
  const ask: ProjectQuestions = {
    openPath: async () => answers.open,
    savePath: async () => answers.save,
    replace: async () => answers.replace,
  };
  return manageProjects(ask, chosen, (path) => used.push(path));
}

describe('opening', () => {
  it('asks, opens, locks and remembers', async () => {
    writeFileSync(inFolder('a.netloom'), '{}');
    answers.open = inFolder('a.netloom');
    expect(await projects().open()).toEqual({
      ok: true,
      value: { path: inFolder('a.netloom'), text: '{}', readOnly: false },
    });
    expect(existsSync(lockFileOf(inFolder('a.netloom')))).toBe(true);
    expect(used).toEqual([inFolder('a.netloom')]);
  });

  it('gives null when cancelled', async () => {
    expect(await projects().open()).toBeNull();
  });

  it('refuses a path that the person never chose', async () => {
    writeFileSync(inFolder('a.netloom'), '{}');
    expect(await projects().open(inFolder('a.netloom'))).toMatchObject({ problems: [{ code: 'file/not-chosen' }] });
    chosen.add(inFolder('b.netloom'));
    expect(await projects().open(`${folder}/b.netloom/../a.netloom`)).toMatchObject({
      problems: [{ code: 'file/not-chosen' }],
    });
  });

  it('says that someone else has it open, and still opens it to read', async () => {
    writeFileSync(inFolder('a.netloom'), '{}');
    chosen.add(inFolder('a.netloom'));
    await acquireProjectLock(inFolder('a.netloom'), someoneElse);
    const opened = projects();
    expect(await opened.open(inFolder('a.netloom'))).toMatchObject({ problems: [{ code: 'file/already-open' }] });
    expect(await opened.open(inFolder('a.netloom'), true)).toMatchObject({ ok: true, value: { readOnly: true } });
    const save = { path: inFolder('a.netloom'), text: 'mine', suggestedName: 'a' };
    expect(await opened.save(save)).toMatchObject({ problems: [{ code: 'file/already-open' }] });
    expect(readFileSync(inFolder('a.netloom'), 'utf8')).toBe('{}');
  });

  it('lets go of the one before, but not when the next cannot be opened', async () => {
    writeFileSync(inFolder('a.netloom'), '{}');
    writeFileSync(inFolder('b.netloom'), '{}');
    for (const name of ['a.netloom', 'b.netloom', 'none.netloom']) chosen.add(inFolder(name));
    const opened = projects();
    await opened.open(inFolder('a.netloom'));
    expect(await opened.open(inFolder('none.netloom'))).toMatchObject({ problems: [{ code: 'file/missing' }] });
    expect(existsSync(lockFileOf(inFolder('a.netloom')))).toBe(true);
    await opened.open(inFolder('b.netloom'));
    expect(existsSync(lockFileOf(inFolder('a.netloom')))).toBe(false);
    expect(opened.path()).toBe(inFolder('b.netloom'));
    await opened.close();
    expect(opened.path()).toBeUndefined();
    expect(existsSync(lockFileOf(inFolder('b.netloom')))).toBe(false);
  });

  it('opens again what is open here', async () => {
    writeFileSync(inFolder('a.netloom'), '{}');
    chosen.add(inFolder('a.netloom'));
    const opened = projects();
    await opened.open(inFolder('a.netloom'));
    expect(await opened.open(inFolder('a.netloom'))).toMatchObject({ ok: true });
    expect(existsSync(lockFileOf(inFolder('a.netloom')))).toBe(true);
  });
});

describe('saving', () => {
  it('asks where, adds the extension, and saves there from then on', async () => {
    answers.save = inFolder('LeNet v1.2');
    const opened = projects();
    const path = inFolder('LeNet v1.2.netloom');
    expect(await opened.save({ text: 'one', suggestedName: 'LeNet' })).toMatchObject({ ok: true, value: { path } });
    expect(await opened.save({ path, text: 'two', suggestedName: 'LeNet' })).toMatchObject({ ok: true });
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(existsSync(lockFileOf(path))).toBe(true);
  });

  it('asks again where the extension makes it another file', async () => {
    writeFileSync(inFolder('a.netloom'), 'kept');
    answers.save = inFolder('a');
    expect(await projects().save({ text: 'new', suggestedName: 'a' })).toBeNull();
    expect(readFileSync(inFolder('a.netloom'), 'utf8')).toBe('kept');
    answers.replace = true;
    expect(await projects().save({ text: 'new', suggestedName: 'a' })).toMatchObject({ ok: true });
    expect(readFileSync(inFolder('a.netloom'), 'utf8')).toBe('new');
  });

  it('refuses what another program changed, until told to overwrite', async () => {
    writeFileSync(inFolder('a.netloom'), 'one');
    chosen.add(inFolder('a.netloom'));
    const opened = projects();
    await opened.open(inFolder('a.netloom'));
    writeFileSync(inFolder('a.netloom'), 'another program was here');
    const request = { path: inFolder('a.netloom'), text: 'two', suggestedName: 'a' };
    expect(await opened.save(request)).toMatchObject({ problems: [{ code: 'file/changed' }] });
    expect(await opened.save({ ...request, overwrite: true })).toMatchObject({ ok: true });
    expect(await opened.save({ ...request, text: 'three' })).toMatchObject({ ok: true });
  });

  it('keeps the lock it has when "save as" fails', async () => {
    writeFileSync(inFolder('a.netloom'), 'one');
    chosen.add(inFolder('a.netloom'));
    const opened = projects();
    await opened.open(inFolder('a.netloom'));
    answers.save = join(folder, 'none', 'b.netloom');
    expect(await opened.save({ text: 'x', suggestedName: 'b' })).toMatchObject({
      problems: [{ code: 'file/no-folder' }],
    });
    expect(existsSync(lockFileOf(inFolder('a.netloom')))).toBe(true);
  });

  it('refuses a path that the person never chose', async () => {
    const request = { path: inFolder('a.netloom'), text: 'x', suggestedName: 'a' };
    expect(await projects().save(request)).toMatchObject({ problems: [{ code: 'file/not-chosen' }] });
    expect(existsSync(inFolder('a.netloom'))).toBe(false);
  });
});

it.each([
  ['LeNet on MNIST', 'LeNet on MNIST.netloom'],
  ['a/b\\c:d*?"<>|e', 'a b c d e.netloom'],
  ['../../etc/passwd', 'etc passwd.netloom'],
  ['  ', 'Untitled.netloom'],
  ['tabs\tand\nlines', 'tabs and lines.netloom'],
])('suggests a file name for %j', (title, name) => {
  expect(fileNameFor(title)).toBe(name);
});
