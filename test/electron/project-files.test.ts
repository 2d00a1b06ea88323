import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { fileProblem } from '../../electron/file-problem';
import { LARGEST_PROJECT, readProjectFile, writeProjectFile } from '../../electron/project-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-files-'));
});
const inFolder = (name: string) => join(folder, name);
const code = (result: { ok: boolean; problems?: { code: string }[] }) => result.problems?.[0]?.code;
const systemError = (name: string) => Object.assign(new Error(name), { code: name });

describe('reading a project', () => {
  it('gives the text as it is', async () => {
    writeFileSync(inFolder('a.netloom'), '{"title":"Größe 7×7"}');
    const read = await readProjectFile(inFolder('a.netloom'));
    expect(read).toMatchObject({ ok: true, value: { text: '{"title":"Größe 7×7"}', writable: true } });
  });

  it('leaves a byte order mark out', async () => {
    writeFileSync(inFolder('a.netloom'), '\uFEFF{}');
    expect(await readProjectFile(inFolder('a.netloom'))).toMatchObject({ ok: true, value: { text: '{}' } });
  });

  it('says that it is missing, and names it', async () => {
    const read = await readProjectFile(inFolder('gone.netloom'));
    expect(code(read)).toBe('file/missing');
    expect(read).toMatchObject({ problems: [{ message: expect.stringContaining('gone.netloom') }] });
  });

  it('refuses a folder, a device and what is no text', async () => {
    expect(code(await readProjectFile(folder))).toBe('file/folder');
    expect(code(await readProjectFile('/dev/zero'))).toBe('file/not-text');
    writeFileSync(inFolder('a.netloom'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]));
    expect(code(await readProjectFile(inFolder('a.netloom')))).toBe('file/not-text');
  });

  it('refuses more than 16 MB without reading it', async () => {
    writeFileSync(inFolder('a.netloom'), '');
    // A hole in the disk: 40 GB that would never fit in memory.
    truncateSync(inFolder('a.netloom'), 40 * 1024 ** 3);
    const start = performance.now();
    const read = await readProjectFile(inFolder('a.netloom'));
    expect(code(read)).toBe('file/too-large');
    expect(read).toMatchObject({ problems: [{ message: expect.stringContaining('at most 16 MB') }] });
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('takes 16 MB to the byte', async () => {
    writeFileSync(inFolder('a.netloom'), 'x'.repeat(LARGEST_PROJECT));
    expect((await readProjectFile(inFolder('a.netloom'))).ok).toBe(true);
  });
});

describe('writing a project', () => {
  it('writes, keeps the rights, and leaves nothing beside it', async () => {
    writeFileSync(inFolder('a.netloom'), 'old');
    chmodSync(inFolder('a.netloom'), 0o640);
    const written = await writeProjectFile(inFolder('a.netloom'), 'new');
    expect(written.ok).toBe(true);
    expect(readFileSync(inFolder('a.netloom'), 'utf8')).toBe('new');
    expect(statSync(inFolder('a.netloom')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['a.netloom']);
  });

  it('writes a file whose name is as long as names can be', async () => {
    const path = inFolder(`${'n'.repeat(247)}.netloom`);
    expect((await writeProjectFile(path, '{}')).ok).toBe(true);
  });

  it('writes through a link', async () => {
    writeFileSync(inFolder('real.netloom'), 'old');
    symlinkSync(inFolder('real.netloom'), inFolder('link.netloom'));
    expect((await writeProjectFile(inFolder('link.netloom'), 'new')).ok).toBe(true);
    expect(lstatSync(inFolder('link.netloom')).isSymbolicLink()).toBe(true);
    expect(readFileSync(inFolder('real.netloom'), 'utf8')).toBe('new');
  });

  it('does not overwrite what another program changed since', async () => {
    writeFileSync(inFolder('a.netloom'), 'ours');
    const read = await readProjectFile(inFolder('a.netloom'));
    if (!read.ok) throw new Error('not read');
    expect((await writeProjectFile(inFolder('a.netloom'), 'ours 2', read.value.stamp)).ok).toBe(true);
    writeFileSync(inFolder('a.netloom'), 'theirs');
    utimesSync(inFolder('a.netloom'), new Date(), new Date(Date.now() + 5000));
    const refused = await writeProjectFile(inFolder('a.netloom'), 'ours 3', read.value.stamp);
    expect(code(refused)).toBe('file/changed');
    expect(readFileSync(inFolder('a.netloom'), 'utf8')).toBe('theirs');
  });

  it('says that the folder is gone, or in the way', async () => {
    expect(code(await writeProjectFile(join(folder, 'none', 'a.netloom'), '{}'))).toBe('file/no-folder');
    mkdirSync(inFolder('b.netloom'));
    expect(code(await writeProjectFile(inFolder('b.netloom'), '{}'))).toBe('file/folder');
  });

  it('says that the disk is full', () => {
    expect(fileProblem(systemError('ENOSPC'), '/x/a.netloom', 'written')).toMatchObject({
      code: 'file/no-space',
      message: 'There is no space left for a.netloom. Free some, or save it on another disk.',
    });
  });

  it('refuses to write what could not be opened again', async () => {
    const written = await writeProjectFile(inFolder('a.netloom'), 'ü'.repeat(LARGEST_PROJECT / 2 + 1));
    expect(code(written)).toBe('file/too-large');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('errors of the file system', () => {
  it.each([
    ['EACCES', 'file/unreadable', 'file/unwritable'],
    ['EPERM', 'file/unreadable', 'file/unwritable'],
    ['EROFS', 'file/failed', 'file/unwritable'],
    ['EDQUOT', 'file/failed', 'file/no-space'],
    ['EISDIR', 'file/folder', 'file/folder'],
    ['EIO', 'file/failed', 'file/failed'],
  ])('%s is told as %s and %s', (name, reading, writing) => {
    expect(fileProblem(systemError(name), '/x/a.netloom', 'read').code).toBe(reading);
    expect(fileProblem(systemError(name), '/x/a.netloom', 'written').code).toBe(writing);
  });
});
