import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeAtomically } from '../../electron/atomic-write';
import { writeProjectFile } from '../../electron/project-files';

/** A disk that is full after half of the text. */
const disk = vi.hoisted(() => ({ full: false }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  return {
    ...real,
    open: async (...given: Parameters<typeof fs.open>) => {
      const handle = await real.open(...given);
      if (!disk.full) return handle;
      const writeFile = async (text: string) => {
        await handle.write(text.slice(0, text.length / 2));
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      return { writeFile, sync: () => handle.sync(), close: () => handle.close() };
    },
  };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-atomic-'));
});
afterEach(() => {
  disk.full = false;
});

it('keeps the old file whole and clears up when the disk is full', async () => {
  const path = join(folder, 'a.netloom');
  writeFileSync(path, 'the old text');
  disk.full = true;
  expect(await writeProjectFile(path, 'the new, longer text')).toMatchObject({
    ok: false,
    problems: [{ code: 'file/no-space' }],
  });
  expect(readFileSync(path, 'utf8')).toBe('the old text');
  expect(readdirSync(folder)).toEqual(['a.netloom']);
});

it('lets a reader see one text or the other, never a mixture', async () => {
  const path = join(folder, 'a.netloom');
  const texts = ['a', 'b'].map((letter) => letter.repeat(2_000_000));
  await writeAtomically(path, texts[0] ?? '');
  const writing = (async () => {
    for (let turn = 1; turn <= 20; turn++) await writeAtomically(path, texts[turn % 2] ?? '');
  })();
  for (let look = 0; look < 100; look++) {
    const seen = await fs.readFile(path, 'utf8');
    expect(texts.includes(seen)).toBe(true);
  }
  await writing;
});
