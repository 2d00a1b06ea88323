import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksum, completeFolder, folderSize, readJson, writeJson } from '../../scripts/setup/files.mjs';
import { lockHolder, withLock } from '../../scripts/setup/lock.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('files of the set-up', () => {
  it('computes SHA-256 as sha256sum does', async () => {
    writeFileSync(join(folder, 'abc'), 'abc');
    // The example of FIPS 180-2, appendix B.1.
    const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await checksum(join(folder, 'abc'))).toBe(expected);
  });

  it('answers null for a missing or truncated JSON file', () => {
    const path = join(folder, 'inner', 'a.json');
    expect(readJson(path)).toBe(null);
    writeJson(path, { kind: 'native' });
    expect(readJson(path)).toEqual({ kind: 'native' });
    writeFileSync(path, '{ "kind": "nat');
    expect(readJson(path)).toBe(null);
  });

  it('never shows a half-filled folder, and clears what an interruption left', async () => {
    const path = join(folder, 'library');
    mkdirSync(join(folder, 'library.partial-1'));
    await expect(
      completeFolder(path, (partial) => {
        writeFileSync(join(partial, 'half'), 'x');
        expect(existsSync(path)).toBe(false);
        throw new Error('interrupted');
      }),
    ).rejects.toThrow('interrupted');
    expect(readdirSync(folder)).toEqual([]);
    await completeFolder(path, (partial) => writeFileSync(join(partial, 'whole'), 'four'));
    expect(readdirSync(path)).toEqual(['whole']);
    expect(folderSize(path)).toBe(4);
  });
});

describe('the lock of the set-up', () => {
  it('lets one set-up wait for the other', async () => {
    const order = [];
    const first = withLock(folder, async () => {
      order.push('first starts');
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push('first ends');
    });
    const second = withLock(folder, async () => order.push('second'));
    await Promise.all([first, second]);
    expect(order).toEqual(['first starts', 'first ends', 'second']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over from a process that is gone, and released after a failure', async () => {
    // Above the largest process id of Linux and macOS.
    writeFileSync(join(folder, 'setup.lock'), '99999999\n');
    expect(lockHolder(join(folder, 'setup.lock'))).toBe(0);
    await expect(withLock(folder, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await withLock(folder, async () => 'again')).toBe('again');
  });
});
