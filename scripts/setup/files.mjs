/** Small file helpers of the set-up: checksums, JSON state, atomic folders, sizes. */
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** SHA-256 of a file, as lower-case hexadecimal. */
export async function checksum(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/** The JSON value in a file, or null when it is missing or damaged. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Writes JSON through a temporary name, so that a reader never sees half of it. */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, path);
}

/** Fills a folder under a temporary name and renames it when complete; leftovers of interrupted tries are removed. */
export async function completeFolder(path, fill) {
  const parent = dirname(path);
  const prefix = `${basename(path)}.partial-`;
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const partial = join(parent, prefix + process.pid);
  mkdirSync(partial);
  try {
    await fill(partial);
    rmSync(path, { recursive: true, force: true });
    renameSync(partial, path);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Bytes of all files below a folder, links not followed; 0 when it does not exist. */
export function folderSize(path) {
  if (!existsSync(path)) return 0;
  let sum = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    try {
      sum += entry.isDirectory() ? folderSize(inner) : lstatSync(inner).size;
    } catch {
      // A file that vanished while a download renames it.
    }
  }
  return sum;
}
