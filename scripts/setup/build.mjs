/**
 * Builds out/ when a source changed. The command line needs only the part of engine and main process, which takes a
 * second; the window is a part of its own.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { capture } from './command.mjs';
import { readJson, writeJson } from './files.mjs';
import { root } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { versionAtLeast } from './version.mjs';

const COMMON = ['engine', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

/** By part: what it is made of, what electron-vite calls its targets, and a file that shows that it was built. */
const PARTS = {
  engine: { sources: [...COMMON, 'electron'], targets: 'main', result: 'out/main/cli.cjs' },
  window: {
    sources: [...COMMON, 'electron', 'renderer', 'templates'],
    targets: 'preload,renderer',
    result: 'out/renderer',
  },
};

/** The oldest Node that the bundler runs on; what it makes runs on older ones. */
const OLDEST_NODE = [20, 19];

/** Lines of the bundler's words that are shown: the first error is the one that matters. */
const SHOWN_LINES = 30;

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

/** One value for the state of all sources of a part. */
function fingerprint(part) {
  const lines = [];
  for (const source of PARTS[part].sources) listFiles(source, lines);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

function partReady(part) {
  return existsSync(join(root, PARTS[part].result)) && readJson(stampFile)?.[part] === fingerprint(part);
}

/** Whether out/ is up to date: for the command line, or with the window. */
export function buildReady({ window }) {
  return partReady('engine') && (!window || partReady('window'));
}

/** Tells at once, before anything is fetched, that this Node cannot build. */
export function requireNodeToBuild() {
  if (!versionAtLeast(process.versions.node, OLDEST_NODE)) {
    throw new SetupProblem(
      `Building needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`,
      'Run the same command with a newer Node; the built command line then runs on this one too.',
    );
  }
}

/** Builds the parts that are out of date. */
export async function build({ window }) {
  for (const part of window ? ['engine', 'window'] : ['engine']) {
    if (partReady(part)) continue;
    const before = fingerprint(part);
    const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const env = { ...process.env, NETLOOM_BUILD: PARTS[part].targets };
    const { code, stdout, stderr } = await capture(process.execPath, [program, 'build', '--logLevel', 'error'], {
      env,
    });
    if (code !== 0) {
      const words = stripVTControlCharacters(`${stdout}\n${stderr}`)
        .trim()
        .split('\n')
        .slice(0, SHOWN_LINES)
        .join('\n');
      throw new SetupProblem(`The build of the ${part} failed:\n${words}`);
    }
    writeJson(stampFile, { ...readJson(stampFile), [part]: before });
  }
  return '';
}
