import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

function cacheFolder(): string {
  const { NETLOOM_CACHE, XDG_CACHE_HOME } = process.env;
  return NETLOOM_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'netloom');
}

/**
 * A Python with these packages, made once for each user and kept in the cache. An interrupted installation leaves no
 * `ready` folder and is begun anew.
 */
export async function pythonWith(name: string, packages: string[]): Promise<string> {
  const place = join(cacheFolder(), name);
  const python = join('bin', 'python');
  if (existsSync(join(place, 'ready'))) return join(place, python);
  await rm(place, { recursive: true, force: true });
  await mkdir(dirname(place), { recursive: true });
  await run('python3', ['-m', 'venv', place]);
  await run(join(place, python), ['-m', 'pip', 'install', '--quiet', ...packages], { maxBuffer: 2 ** 26 });
  await mkdir(join(place, 'ready'));
  return join(place, python);
}

/** Runs a script and gives what it printed last, as JSON. */
export async function askPython(python: string, script: string, ...args: string[]): Promise<unknown> {
  const { stdout } = await run(python, [script, ...args], {
    maxBuffer: 2 ** 26,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
}
