import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Problem } from '../../graph/problem';
import { problem } from '../../graph/problems';

/** A new folder beside its final place, on the same disk: renamed into place when all is written and checked. */
export interface NewFolder {
  readonly path: string;
  /** Flushes every file to the disk and moves the folder into place: it is there whole, or not at all. */
  keep(): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** The file that marks a folder as an export of ours, which may be replaced. */
export const markerFile = 'netloom.json';

/** Why an export must not go to `folder`: something else is in it. An earlier export may be replaced. */
export async function occupied(folder: string): Promise<Problem | undefined> {
  const entries = await entriesOf(folder);
  if (entries.length === 0 || entries.includes(markerFile)) return undefined;
  return problem('export/not-empty', { path: folder });
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export async function newFolder(target: string): Promise<NewFolder> {
  const place = resolve(target);
  await mkdir(dirname(place), { recursive: true });
  const temporary = (purpose: string) =>
    join(dirname(place), `.${basename(place)}.${purpose}-${randomBytes(6).toString('hex')}`);
  const path = temporary('new');
  await mkdir(path);
  return {
    path,
    async keep() {
      await flush(path);
      const old = temporary('old');
      const replaced = await moveAway(place, old);
      try {
        await rename(path, place);
      } catch (error) {
        if (replaced) await rename(old, place);
        throw error;
      }
      await flushFile(dirname(place));
      if (replaced) await rm(old, { recursive: true, force: true });
    },
    discard: () => rm(path, { recursive: true, force: true }),
  };
}

/** Makes room at `place`; true where there was something to keep aside until the new folder is there. */
async function moveAway(place: string, old: string): Promise<boolean> {
  try {
    await rmdir(place);
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    await rename(place, old);
    return true;
  }
}

async function flush(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await flush(path);
    else await flushFile(path);
  }
  await flushFile(folder);
}

async function flushFile(path: string): Promise<void> {
  // Windows cannot open folders; it writes their entries through by itself.
  if (process.platform === 'win32' && (await stat(path)).isDirectory()) return;
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What an error of the file system means for an export to `folder`; undefined for any other error. */
export function writeProblem(error: unknown, folder: string): Problem | undefined {
  if (!(error instanceof Error) || !('syscall' in error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return problem('export/no-space', { path: folder });
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'this account has no right to',
    EPERM: 'this account has no right to',
    EROFS: 'the disk is read only',
    ENOTDIR: 'a file is in the way',
    EEXIST: 'a file is in the way',
    ENAMETOOLONG: 'the name is too long',
  };
  return problem('export/unwritable', { path: folder, why: reasons[code ?? ''] ?? `the system says ${code}` });
}
