/** Native TensorFlow from the project's own C archive, for machines where PyPI cannot be reached. */
import { createWriteStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { capture, tail } from './command.mjs';
import { checksum, completeFolder, writeJson } from './files.mjs';
import { SetupProblem } from './problem.mjs';
import { formatSize } from './progress.mjs';

/** Milliseconds to wait for the server's first answer. */
const CONNECT_TIMEOUT = 15_000;

/** Makes the library folder of an archive source in the cache; answers its path and what it took. */
export async function provideArchive(source, cache, note) {
  const folder = join(cache, source.name);
  if (existsSync(join(folder, 'complete.json'))) return { folder, detail: 'from the cache' };
  const file = join(cache, 'downloads', `${source.name}.tar.gz`);
  mkdirSync(join(cache, 'downloads'), { recursive: true });
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), CONNECT_TIMEOUT);
  try {
    const response = await fetch(source.url, { signal: abort.signal });
    clearTimeout(timer);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    let received = 0;
    const counted = Readable.fromWeb(response.body).on('data', (chunk) => {
      received += chunk.length;
      note(formatSize(received));
    });
    await pipeline(counted, createWriteStream(file));
  } catch (error) {
    clearTimeout(timer);
    rmSync(file, { force: true });
    const reason = error.name === 'AbortError' ? 'no answer' : (error.cause?.code ?? error.message);
    throw new SetupProblem(`The official archive could not be fetched (${reason}): ${source.url}`);
  }
  const size = statSync(file).size;
  note('unpacking');
  await completeFolder(folder, async (partial) => {
    const { code, stderr } = await capture('tar', ['-xzf', file, '-C', partial]);
    if (code !== 0) throw new SetupProblem(`The official archive could not be unpacked: ${tail(stderr, 3)}`);
    writeJson(join(partial, 'complete.json'), { version: source.version, archive: await checksum(file) });
  });
  rmSync(file);
  return { folder, detail: `${formatSize(size)} fetched` };
}
