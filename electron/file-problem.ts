import { basename } from 'node:path';
import type { Problem } from '../engine/graph/problem';
import { type ProblemCode, problem } from '../engine/graph/problems';

const WHEN_READING: Partial<Record<string, ProblemCode>> = {
  ENOENT: 'file/missing',
  ENOTDIR: 'file/missing',
  EISDIR: 'file/folder',
  EACCES: 'file/unreadable',
  EPERM: 'file/unreadable',
};

const WHEN_WRITING: Partial<Record<string, ProblemCode>> = {
  ENOENT: 'file/no-folder',
  ENOTDIR: 'file/no-folder',
  EISDIR: 'file/folder',
  EACCES: 'file/unwritable',
  EPERM: 'file/unwritable',
  EROFS: 'file/unwritable',
  ENOSPC: 'file/no-space',
  EDQUOT: 'file/no-space',
};

/** Turns an error of the file system into a coded problem that names the file. */
export function fileProblem(error: unknown, path: string, done: 'read' | 'written'): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = (done === 'read' ? WHEN_READING : WHEN_WRITING)[code];
  const why = error instanceof Error ? error.message : String(error);
  return problem(known ?? 'file/failed', { name: basename(path), done, why });
}
