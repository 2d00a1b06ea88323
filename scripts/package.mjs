/**
 * `npm run package`: the app as a folder in dist/, for this machine, from the Electron that the set-up found; nothing
 * is downloaded. `-- --installers` makes the installers of electron-builder.yml instead, which needs the network.
 */
import { cpSync, lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUp } from './setup/all.mjs';
import { passThrough } from './setup/command.mjs';
import { electronCommand, electronFolder, electronStatusFile } from './setup/electron-path.mjs';
import { folderSize, readJson } from './setup/files.mjs';
import { root } from './setup/paths.mjs';
import { runMain, SetupProblem } from './setup/problem.mjs';
import { formatSize, say } from './setup/progress.mjs';

/** A copy of Electron without the link that makes the checkout its app. */
function cleanElectron() {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-electron-'));
  cpSync(realpathSync(electronFolder), folder, { recursive: true, verbatimSymlinks: true });
  const resources = join(folder, 'resources');
  const link = join(resources, 'app');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(link);
  return folder;
}

await runMain(async () => {
  await setUp({ window: true });
  const electron = electronCommand();
  if (!electron) {
    throw new SetupProblem(`There is no Electron to pack: ${readJson(electronStatusFile)?.note ?? 'it is missing'}`);
  }
  const builder = [join(root, 'node_modules', 'electron-builder', 'cli.js')];
  if (process.argv.includes('--installers')) return passThrough(process.execPath, builder);
  const folder = cleanElectron();
  try {
    const settings = ['--dir', `-c.electronDist=${folder}`, `-c.electronVersion=${electron.version}`];
    const code = await passThrough(process.execPath, [...builder, ...settings]);
    if (code !== 0) return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const name of readdirSync(join(root, 'dist')).filter((entry) => entry.includes('unpacked'))) {
    say(`dist/${name}: ${formatSize(folderSize(join(root, 'dist', name)))}`);
  }
  return 0;
});
