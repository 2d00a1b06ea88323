/**
 * Running something as an ordinary user when we are root: Electron's sandbox refuses root. The checkout, the cache and
 * even Node may lie under a home folder that only root can enter, so a copy is staged where that user can read it;
 * node_modules is copied by hard links, which takes a second and no space.
 */
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { capture, tail } from '../setup/command.mjs';
import { readJson } from '../setup/files.mjs';
import { nativeStatusFile } from '../setup/native.mjs';
import { root } from '../setup/paths.mjs';
import { SetupProblem } from '../setup/problem.mjs';

/** The user that the window's tests run as when they are started by root. */
export const TEST_USER = 'netloom-test';

/** What of the checkout is not copied: dependencies are linked, the rest is not part of the product. */
const LEFT_OUT = new Set(['node_modules', '.git', 'dist', 'runs', 'test-results']);

/** The mount options of the file system that holds a path, from the text of /proc/mounts. */
export function mountOptions(mounts, path) {
  const covering = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, point]) => point && (path === point || path.startsWith(point === '/' ? '/' : `${point}/`)))
    .sort((a, b) => a[1].length - b[1].length);
  return covering.at(-1)?.[3]?.split(',') ?? [];
}

/** Makes the user when it is missing; answers its ids and home. */
export async function ensureTestUser() {
  const look = () => capture('getent', ['passwd', TEST_USER]);
  let found = await look();
  if (found.code !== 0) {
    const { code, stderr } = await capture('useradd', ['--create-home', '--shell', '/bin/sh', TEST_USER]);
    if (code !== 0) throw new SetupProblem(`The user ${TEST_USER} could not be made: ${tail(stderr, 2)}`);
    found = await look();
  }
  const [, , uid, gid, , home] = found.stdout.trim().split(':');
  return { uid: Number(uid), gid: Number(gid), home };
}

/** A folder for the copy: executable, set-user-id allowed, and on the checkout's disk if there is such a one. */
function stageBase() {
  const mounts = readFileSync('/proc/mounts', 'utf8');
  const device = statSync(join(root, 'node_modules')).dev;
  const usable = ['/var/tmp', '/tmp', '/opt'].filter((path) => {
    const options = mountOptions(mounts, path);
    return statSync(path, { throwIfNoEntry: false }) && !options.includes('nosuid') && !options.includes('noexec');
  });
  const base = usable.find((path) => statSync(path).dev === device) ?? usable[0];
  if (!base)
    throw new SetupProblem('No folder for the window tests: /var/tmp, /tmp and /opt forbid programs or set-user-id.');
  return base;
}

/** Copies a tree by hard links; across disks, plainly. */
async function linkTree(from, to) {
  if ((await capture('cp', ['-al', from, to])).code === 0) return;
  rmSync(to, { recursive: true, force: true });
  const { code, stderr } = await capture('cp', ['-a', from, to]);
  if (code !== 0) throw new SetupProblem(`${from} could not be copied to ${to}: ${tail(stderr, 2)}`);
}

/** Whether the user can read and execute a file at this path. */
async function canRun(path) {
  return (await capture('runuser', ['-u', TEST_USER, '--', 'test', '-x', path])).code === 0;
}

/** Stages the checkout for the user; answers its folder and the Node to use. */
export async function stageCheckout(user) {
  const folder = mkdtempSync(join(stageBase(), 'netloom-test-'));
  chmodSync(folder, 0o755);
  for (const name of readdirSync(root).filter((entry) => !LEFT_OUT.has(entry))) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, 'test-results'));
  const own = await capture('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  if (own.code !== 0) throw new SetupProblem(`${folder} could not be given to ${TEST_USER}: ${tail(own.stderr, 2)}`);
  await linkTree(join(root, 'node_modules'), join(folder, 'node_modules'));
  await stageLibrary(folder);
  // Only needed where root's umask hides new files from others.
  if (!(await canReadAll(folder))) await capture('chmod', ['-R', 'a+rX', join(folder, 'node_modules')]);
  // Vite keeps temporary files in node_modules: root's go, and the folder itself (not what is linked in it) becomes
  // the user's.
  for (const name of ['.vite', '.vite-temp'])
    rmSync(join(folder, 'node_modules', name), { recursive: true, force: true });
  await capture('chown', [`${user.uid}:${user.gid}`, join(folder, 'node_modules')]);
  return { folder, node: await stageNode(folder) };
}

/** TensorFlow's library is a link into the cache: it is replaced by the library itself. */
async function stageLibrary(folder) {
  const status = readJson(nativeStatusFile);
  if (status?.kind !== 'native') return;
  const link = join(folder, 'node_modules', '@tensorflow', 'tfjs-node-gpu', 'deps');
  rmSync(link, { force: true });
  await linkTree(realpathSync(status.library), link);
}

async function canReadAll(folder) {
  const sample = join(folder, 'node_modules', 'vitest', 'package.json');
  return (await capture('runuser', ['-u', TEST_USER, '--', 'test', '-r', sample])).code === 0;
}

async function stageNode(folder) {
  const node = realpathSync(process.execPath);
  accessSync(node, constants.X_OK);
  if (await canRun(node)) return node;
  const copy = join(folder, 'test-results', 'node');
  cpSync(node, copy);
  chmodSync(copy, 0o755);
  return copy;
}

/** The environment for the user: nothing that points into root's own folders. */
export function userEnvironment(environment, user, node) {
  const kept = { ...environment, HOME: user.home, USER: TEST_USER, LOGNAME: TEST_USER };
  // xvfb-run sets ARGS itself.
  for (const name of ['ARGS', 'NETLOOM_CACHE', 'LIBTENSORFLOW', 'TMPDIR', 'XAUTHORITY', 'DBUS_SESSION_BUS_ADDRESS']) {
    delete kept[name];
  }
  for (const name of Object.keys(kept)) {
    if (/^(npm_|XDG_|INIT_CWD$|SUDO_)/i.test(name)) delete kept[name];
  }
  kept.PATH = `${dirname(node)}:${environment.PATH}`;
  return kept;
}
