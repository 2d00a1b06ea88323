import { open, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { sources } from '../data/contract/registry';
import type { DataIo } from '../data/contract/source';
import type { DataSettings } from '../graph/document';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { Slices } from '../train/pieces';

/** Larger files are refused before they are read. */
const LARGEST_FILE_BYTES = 1024 ** 3;

/** Reads data files from disk; paths that are not absolute stand beside the project. */
export function nodeDataIo(projectPath?: string): DataIo {
  const folder = projectPath === undefined ? process.cwd() : dirname(resolve(projectPath));
  const require = createRequire(import.meta.url);
  return {
    readFile: (path) => readChecked(isAbsolute(path) ? path : join(folder, path), path),
    async packageFile(name, path) {
      let root: string;
      try {
        root = dirname(require.resolve(`${name}/package.json`));
      } catch {
        return fail(problem('data/package-missing', { name }));
      }
      return readChecked(join(root, path), `${name}/${path}`);
    },
    inPieces: (work) => new Slices().do(work),
  };
}

/** When the files that a source names were last written: data that were read before may be older. */
export async function sourceTimes(data: DataSettings | undefined, projectPath?: string): Promise<number[]> {
  const source = data && sources.get(data.source.kind);
  const folder = projectPath === undefined ? process.cwd() : dirname(resolve(projectPath));
  const times: number[] = [];
  for (const [name, { type }] of Object.entries(source?.params ?? {})) {
    const path = data?.source.params?.[name];
    if (type !== 'file' || typeof path !== 'string') continue;
    const found = await stat(isAbsolute(path) ? path : join(folder, path)).catch(() => undefined);
    times.push(found?.mtimeMs ?? 0);
  }
  return times;
}

/** The file's bytes; `shown` is its name in problems. */
async function readChecked(path: string, shown: string): Promise<Result<Uint8Array>> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > LARGEST_FILE_BYTES) {
        const got = `${Math.ceil(size / 1024 ** 2)} MB`;
        return fail(problem('data/file-too-large', { path: shown, got, expected: '1024 MB' }));
      }
    } finally {
      await file.close();
    }
    return succeed(await readFile(path));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return fail(problem('data/file-missing', { path: shown }));
    return fail(problem('data/file-unreadable', { path: shown, why: reasonOf(code) }));
  }
}

const reasonOf = (code: string): string => {
  if (code === 'EACCES' || code === 'EPERM') return 'you have no permission to read it';
  if (code === 'EISDIR') return 'it is a folder';
  return `the system says ${code || 'no more'}`;
};
