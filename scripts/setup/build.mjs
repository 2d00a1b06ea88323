/** Builds out/ when a source is newer than it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { capture, tail } from './command.mjs';
import { writeJson } from './files.mjs';
import { root } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

const SOURCES = [
  'engine',
  'electron',
  'renderer',
  'templates',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];
const stampFile = join(root, 'out', 'built.json');

/** Adds a line for each file: path, size and time of change. A deleted or renamed file changes the list as well. */
function listFiles(path, lines) {
  const state = statSync(join(root, path), { throwIfNoEntry: false });
  if (!state) return;
  if (state.isDirectory()) {
    for (const name of readdirSync(join(root, path)).sort()) listFiles(`${path}/${name}`, lines);
  } else {
    lines.push(`${path} ${state.size} ${state.mtimeMs}`);
  }
}

/** One value for the state of all sources. */
function fingerprint() {
  const lines = [];
  for (const source of SOURCES) listFiles(source, lines);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

export function buildReady() {
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
    return stamp.fingerprint === fingerprint() && existsSync(join(root, 'out', 'main', 'cli.cjs'));
  } catch {
    return false;
  }
}

/** Builds engine, main process, preload and window into out/. */
export async function build() {
  const before = fingerprint();
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, stdout, stderr } = await capture(process.execPath, [program, 'build', '--logLevel', 'warn']);
  if (code !== 0) throw new SetupProblem(`The build failed:\n${tail(`${stdout}\n${stderr}`, 40)}`);
  writeJson(stampFile, { fingerprint: before });
  return '';
}
