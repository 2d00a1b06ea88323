/** Debian and Ubuntu packages that the set-up needs: installed when root, else the exact line to run is printed. */
import { existsSync } from 'node:fs';
import { findCompiler } from './binding.mjs';
import { capture, findProgram, tail } from './command.mjs';
import { say, stage } from './progress.mjs';
import { findPython } from './wheel.mjs';

/** The libraries that Electron is linked against and a bare system lacks. */
const WINDOW = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libatk-bridge2.0-0'];

/** A display in memory, for the tests of the window. */
const VIRTUAL_DISPLAY = ['xvfb', 'xauth'];

/** Newer releases renamed some libraries with this ending when their time type grew to 64 bits. */
const RENAMED = 't64';

/** The packages that are not installed. `installed` holds the names that dpkg knows as installed. */
export function missingPackages(wanted, installed) {
  return wanted.filter((name) => !installed.has(name) && !installed.has(name + RENAMED));
}

/** The names as dpkg-query -W prints them ("libgtk-3-0:amd64 installed"), without the architecture. */
export function installedNames(listing) {
  const lines = listing.split('\n').map((line) => line.trim().split(' '));
  return new Set(lines.filter(([, state]) => state === 'installed').map(([name]) => name.split(':')[0]));
}

/** The query's format, name and state of a package; in pieces, because these are dpkg's placeholders and not ours. */
const QUERY = `${['Package', 'db:Status-Status'].map((field) => `\${${field}}`).join(' ')}\n`;

/** What this machine needs for the given purposes. `native`: the compiler, and pip to fetch the library. */
async function wantedPackages({ window, tests, native }) {
  const wanted = [...(window ? WINDOW : []), ...(tests ? VIRTUAL_DISPLAY : [])];
  if (native && !findCompiler()) wanted.push('g++');
  if (native && !(await findPython())) wanted.push('python3-pip');
  return wanted;
}

async function findMissing(purposes) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return [];
  const wanted = await wantedPackages(purposes);
  if (wanted.length === 0) return [];
  const names = wanted.flatMap((name) => [name, name + RENAMED]);
  // Its exit code is 1 when one of the names is unknown; the list is still printed.
  const { stdout } = await capture('dpkg-query', ['-W', '-f', QUERY, ...names]);
  return missingPackages(wanted, installedNames(stdout));
}

/** Whether all packages for the given purposes are there; answers the names that are missing. */
export const missingDebianPackages = findMissing;

/** Installs what is missing, or prints the line that does. */
export async function installDebianPackages(purposes) {
  const missing = await findMissing(purposes);
  if (missing.length === 0) return;
  if (process.getuid() !== 0 || !findProgram('apt-get')) {
    say(`  Some system packages are missing. As root, run: apt-get install -y ${missing.join(' ')}`);
    return;
  }
  try {
    await stage('System packages', async (note) => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      note('apt-get update');
      await capture('apt-get', ['update'], { env });
      const names = [];
      for (const name of missing) {
        const { code } = await capture('apt-cache', ['show', name + RENAMED]);
        names.push(code === 0 ? name + RENAMED : name);
      }
      note(`apt-get install ${names.join(' ')}`);
      const result = await capture('apt-get', ['install', '-y', '--no-install-recommends', ...names], { env });
      if (result.code !== 0) throw new Error(tail(result.stderr, 4));
      return names.join(' ');
    });
  } catch (error) {
    // Without them the window or the native backend is lost, not the rest: those stages tell what follows.
    say(`    ${error.message}`);
    say(`    To try by hand: apt-get install -y ${missing.join(' ')}`);
  }
}
