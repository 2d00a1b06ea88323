/** npm packages: installed when node_modules does not hold what the lock file asks for. */
import { join } from 'node:path';
import { capture, npmCommand } from './command.mjs';
import { readJson } from './files.mjs';
import { root } from './paths.mjs';
import { SetupProblem } from './problem.mjs';

/**
 * Whether every package that the lock file asks for is installed in its version. npm keeps a copy of what it installed
 * in node_modules/.package-lock.json; comparing contents survives a fresh clone, where all file times are new.
 * Optional packages may be missing: most belong to other platforms.
 */
export function packagesMatch(lock, installed) {
  if (!lock?.packages || !installed?.packages) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '' || wanted.link) return true;
    const present = installed.packages[path];
    return present ? present.version === wanted.version : wanted.optional === true || wanted.devOptional === true;
  });
}

export function packagesReady() {
  return packagesMatch(
    readJson(join(root, 'package-lock.json')),
    readJson(join(root, 'node_modules', '.package-lock.json')),
  );
}

/** Installs them with `npm ci`; the count of packages is the stage's detail. */
export async function installPackages() {
  const npm = npmCommand(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const { code, stdout, stderr } = await capture(npm.command, npm.args, { shell: npm.shell });
  if (code !== 0) {
    throw new SetupProblem(
      `The npm packages could not be installed:\n${(stderr || stdout).trim().split('\n').slice(0, 8).join('\n')}`,
      `Check the network and the npm registry settings, then run the same command again. Where the lock file lacks\n  packages of other systems, \`node scripts/complete-lock.mjs\` adds them.`,
    );
  }
  return /added (\d+ packages)/.exec(stdout)?.[1] ?? 'installed';
}
