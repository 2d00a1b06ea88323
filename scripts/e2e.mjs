/**
 * `npm run e2e`: the window's tests on the real Electron with its sandbox on. Without a display they get a virtual
 * one; started by root they run as an ordinary user, on a staged copy of the checkout. Arguments go to vitest.
 *
 * The tests find these variables: NETLOOM_ELECTRON (executable), NETLOOM_ELECTRON_ARGUMENTS (JSON list, to be put
 * first), NETLOOM_RESULTS (folder for screenshots). Their launch has to pass `chromiumSandbox: true`, or Playwright
 * turns the sandbox off.
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup/all.mjs';
import { findProgram, passThrough } from './setup/command.mjs';
import { electronCommand, electronStatusFile } from './setup/electron-path.mjs';
import { readJson } from './setup/files.mjs';
import { root } from './setup/paths.mjs';
import { runMain, SetupProblem } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';
import { ensureTestUser, stageCheckout, TEST_USER, userEnvironment } from './testing/ordinary-user.mjs';

const results = join(root, 'test-results');
const SCREEN = '-screen 0 1600x1000x24';

/** The command line that runs vitest in `folder`, in a virtual display where there is none. */
function command(node, folder, environment) {
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const run = [node, vitest, 'run', '--config', 'vitest.e2e.config.ts', ...process.argv.slice(2)];
  const hasDisplay = process.platform !== 'linux' || environment.DISPLAY || environment.WAYLAND_DISPLAY;
  if (hasDisplay) return run;
  if (!findProgram('xvfb-run')) {
    throw new SetupProblem('The window tests need a display.', 'Run: apt-get install -y xvfb xauth (as root)');
  }
  return ['xvfb-run', '-a', '-s', SCREEN, ...run];
}

/** What the tests are told about Electron, its paths moved from the checkout to `folder`. */
function testEnvironment(folder) {
  const electron = electronCommand();
  if (!electron) {
    throw new SetupProblem(
      `There is no Electron to test: ${readJson(electronStatusFile)?.note ?? 'run `npm run setup`'}`,
    );
  }
  const move = (path) => path.replace(root, folder);
  return {
    NETLOOM_ELECTRON: move(electron.executablePath),
    NETLOOM_ELECTRON_ARGUMENTS: JSON.stringify(electron.args.map(move)),
    NETLOOM_RESULTS: join(folder, 'test-results'),
  };
}

async function runHere() {
  mkdirSync(results, { recursive: true });
  const env = { ...process.env, ...testEnvironment(root) };
  delete env.ARGS;
  const [program, ...args] = command(process.execPath, root, env);
  return passThrough(program, args, { env });
}

async function runAsOrdinaryUser() {
  const user = await ensureTestUser();
  const { folder, node } = await stageCheckout(user);
  try {
    const env = { ...userEnvironment(process.env, user, node), ...testEnvironment(folder) };
    // Root's display would refuse the other user.
    delete env.DISPLAY;
    delete env.WAYLAND_DISPLAY;
    say(`  Window tests run as the user ${TEST_USER}: Electron's sandbox refuses root.`);
    return await passThrough('runuser', ['-u', TEST_USER, '--', ...command(node, folder, env)], { cwd: folder, env });
  } finally {
    rmSync(join(folder, 'test-results', 'node'), { force: true });
    mkdirSync(results, { recursive: true });
    cpSync(join(folder, 'test-results'), results, { recursive: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

await runMain(async () => {
  await setUp({ window: true, tests: true });
  const isRoot = process.platform === 'linux' && process.getuid() === 0;
  return isRoot ? runAsOrdinaryUser() : runHere();
});
