/**
 * The whole set-up in order: packages, system packages, native TensorFlow with its binding, Electron, build.
 * When all is there, nothing runs and nothing is printed.
 */
import { build, buildReady, requireNodeToBuild } from './build.mjs';
import { installDebianPackages, missingDebianPackages } from './debian.mjs';
import { electronReady, installElectron } from './electron.mjs';
import { withLock } from './lock.mjs';
import { installNative, nativeReady } from './native.mjs';
import { installPackages, packagesReady } from './packages.mjs';
import { cacheFolder } from './paths.mjs';
import { SetupProblem } from './problem.mjs';
import { say, stage } from './progress.mjs';
import { versionAtLeast } from './version.mjs';

/** The oldest Node that the engine is tested on. */
const OLDEST_NODE = [18, 15];

/**
 * Sets up what is missing. `window`: Electron and its libraries too. `tests`: a virtual display too.
 * `gpu`: CUDA is asked for. `refresh`: what an earlier try could not get is tried again. `build`: out/ too.
 */
export async function setUp({ window = false, tests = false, gpu = false, refresh = false, build: built = true } = {}) {
  if (!versionAtLeast(process.versions.node, OLDEST_NODE)) {
    throw new SetupProblem(
      `Node ${process.versions.node} is too old: Netloom needs ${OLDEST_NODE.join('.')} or newer.`,
      'Install a current Node from https://nodejs.org and run the same command again.',
    );
  }
  const purposes = () => ({ window, tests, native: !packagesReady() || !nativeReady({ gpu, refresh }) });
  const steps = [
    { ready: packagesReady, run: () => stage('npm packages', installPackages) },
    {
      ready: async () => (await missingDebianPackages(purposes())).length === 0,
      run: () => installDebianPackages(purposes()),
    },
    { ready: () => nativeReady({ gpu, refresh }), run: () => installNative({ gpu }) },
    { ready: () => !window || electronReady({ refresh }), run: installElectron },
    { ready: () => !built || buildReady({ window }), run: () => stage('Build', () => build({ window })) },
  ];
  let pending = false;
  for (const step of steps) pending ||= !(await step.ready());
  if (!pending) return;
  if (built && !buildReady({ window })) requireNodeToBuild();
  await withLock(cacheFolder(), async () => {
    say('Setting up Netloom');
    for (const step of steps) {
      if (!(await step.ready())) await step.run();
    }
  });
}
