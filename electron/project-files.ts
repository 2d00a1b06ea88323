import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, type Result, succeed } from '../engine/graph/problem';
import { problem } from '../engine/graph/problems';
import { writeAtomically } from './atomic-write';
import { fileProblem } from './file-problem';

/** Bytes. Looked at before reading, so that a huge file costs nothing. */
export const LARGEST_PROJECT = 16 * 1024 * 1024;
/** Characters that the door takes at all; what is over LARGEST_PROJECT but under this gets a proper problem. */
export const LARGEST_TEXT = 4 * LARGEST_PROJECT;

/** Tells whether a file changed between two looks. */
export interface FileStamp {
  readonly modifiedAt: number;
  readonly size: number;
}

export interface ReadProject {
  readonly text: string;
  readonly stamp: FileStamp;
  readonly writable: boolean;
}

/** Reads a project's text. Never rejects. */
export async function readProjectFile(path: string): Promise<Result<ReadProject>> {
  try {
    // Before opening: opening a pipe would wait for a writer.
    const found = await stat(path);
    const refused = refuseByKind(path, found);
    if (refused) return refused;
    const handle = await open(path, 'r');
    try {
      const now = await handle.stat();
      const grown = refuseByKind(path, now);
      if (grown) return grown;
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile());
      return succeed({ text, stamp: stampOf(now), writable: await isWritable(path) });
    } finally {
      await handle.close();
    }
  } catch (error) {
    const notText = error instanceof TypeError;
    return fail(notText ? problem('file/not-text', { name: basename(path) }) : fileProblem(error, path, 'read'));
  }
}

/**
 * Writes a project whole or not at all. Never rejects.
 * @param known the stamp when it was last read or written here; a file that differs from it is not overwritten.
 */
export async function writeProjectFile(path: string, text: string, known?: FileStamp): Promise<Result<FileStamp>> {
  const name = basename(path);
  const size = Buffer.byteLength(text);
  if (size > LARGEST_PROJECT) return fail(tooLarge(path, size));
  try {
    const before = await stat(path).catch(() => undefined);
    if (before?.isDirectory()) return fail(problem('file/folder', { name }));
    // Renaming over it would get round the file's own rights.
    if (before) await access(path, constants.W_OK);
    if (before && known && !sameStamp(stampOf(before), known)) return fail(problem('file/changed', { name }));
    await writeAtomically(path, text);
    return succeed(stampOf(await stat(path)));
  } catch (error) {
    return fail(fileProblem(error, path, 'written'));
  }
}

interface Found {
  isFile(): boolean;
  isDirectory(): boolean;
  readonly size: number;
  readonly mtimeMs: number;
}

function refuseByKind(path: string, found: Found): Result<never> | undefined {
  if (found.isDirectory()) return fail(problem('file/folder', { name: basename(path) }));
  if (!found.isFile()) return fail(problem('file/not-text', { name: basename(path) }));
  if (found.size > LARGEST_PROJECT) return fail(tooLarge(path, found.size));
  return undefined;
}

const tooLarge = (path: string, size: number) =>
  problem('file/too-large', {
    name: basename(path),
    size: (size / 1024 / 1024).toFixed(1),
    limit: LARGEST_PROJECT / 1024 / 1024,
  });
const stampOf = (found: Found): FileStamp => ({ modifiedAt: found.mtimeMs, size: found.size });
const sameStamp = (a: FileStamp, b: FileStamp) => a.modifiedAt === b.modifiedAt && a.size === b.size;
const isWritable = (path: string) =>
  access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
