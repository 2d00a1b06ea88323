import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Measured } from './measure';

/** `training/lenet`, `inference/lenet` */
export type ResultName = `${'training' | 'inference'}/${string}`;

/** Everything that was measured with one net. */
export interface NetResult {
  /** Hash of all that it depends on: another key is another measurement. */
  readonly key: string;
  readonly when: string;
  readonly batch: number;
  readonly measured: readonly Measured[];
}

export type Results = Readonly<Record<ResultName, NetResult>>;

/** The results in a file by name; none where there is no file or it is damaged. */
export function readResults<R extends Readonly<Record<string, unknown>> = Results>(path: string): R {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    return (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as R;
  } catch {
    return {} as R;
  }
}

/** Writes results in the order of their names, through a temporary file. */
export function writeResults(path: string, results: Readonly<Record<string, unknown>>): void {
  const sorted = Object.fromEntries(Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1)));
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(sorted, null, 2)}\n`);
  renameSync(temporary, path);
}

/** Adds one result at once: an interrupted benchmark goes on after it. */
export function addResult(path: string, name: ResultName, result: NetResult): void {
  writeResults(path, { ...readResults(path), [name]: result });
}

/** Hash of the files below folders, of files, and of further texts. Folders and files stand below `root`. */
export function keyOf(root: string, sources: readonly string[], texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesBelow(join(root, source))) {
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = (() => {
    try {
      return readdirSync(path, { withFileTypes: true });
    } catch {
      return undefined;
    }
  })();
  if (!entries) return [path];
  return entries
    .flatMap((entry) => {
      if (entry.isDirectory()) return entry.name === '__pycache__' ? [] : filesBelow(join(path, entry.name));
      return [join(path, entry.name)];
    })
    .sort();
}
