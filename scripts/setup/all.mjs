/**
 * The whole set-up in order: packages, system packages, native TensorFlow with its binding, Electron, build.
 * When all is there, nothing runs and nothing is printed.
 */
import { build, buildReady } from './build.mjs';
import { installDebianPackages, missingDebianPackages } from './debian.mjs';
import { electronReady, installElectron } from './electron.mjs';
import { withLock } from './lock.mjs';
import { installNative, nativeReady } from './native.mjs';
import { installPackages, packagesReady } from './packages.mjs';
import { cacheFolder } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { say, stage } from './progress.mjs';

/** The oldest Node that the engine is tested on. */
const OLDEST_NODE = [18, 15];

/** Whether a Node version ("18.15.0") is recent enough. */
export function nodeIsRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/**
 * Sets up what is missing. `window`: Electron and its libraries too. `tests`: a virtual display too.
 * `gpu`: CUDA is asked for. `refresh`: what an earlier try could not get is tried again. `build`: out/ too.
 */
export async function setUp({ window = false, tests = false, gpu = false, refresh = false, build: built = true } = {}) {
  if (!nodeIsRecent(process.versions.node)) {
    throw new SetupProblem(
      `Node ${process.versions.node} is too old: Netloom needs ${OLDEST_NODE.join('.')} or newer.`,
      'Install a current Node from https://nodejs.org and run the same command again.',
    );
  }
  const steps = [
    { ready: packagesReady, run: () => stage('npm packages', installPackages) },
    {
      ready: async () => {
        const compiler = !packagesReady() || !nativeReady({ gpu, refresh });
        if (!window && !tests && !compiler) return true;
        // Asking dpkg is quick; not being root, the line is printed once, when something else is missing too.
        return (await missingDebianPackages({ window, tests, compiler })).length === 0;
      },
      run: () => installDebianPackages({ window, tests, compiler: true }),
    },
    { ready: () => nativeReady({ gpu, refresh }), run: () => installNative({ gpu }) },
    { ready: () => !window || electronReady({ refresh }), run: installElectron },
    { ready: () => !built || buildReady({ window }), run: () => stage('Build', () => build({ window })) },
  ];
  let pending = false;
  for (const step of steps) pending ||= !(await step.ready());
  if (!pending) return;
  await withLock(cacheFolder(), async () => {
    say('Setting up Netloom');
    for (const step of steps) {
      if (!(await step.ready())) await step.run();
    }
  });
}
