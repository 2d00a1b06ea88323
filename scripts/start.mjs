/** `npm start`: set up, build, and open the window; with no display, train the sample in the terminal. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup/all.mjs';
import { passThrough } from './setup/command.mjs';
import { electronCommand, electronStatusFile } from './setup/electron-path.mjs';
import { readJson } from './setup/files.mjs';
import { root } from './setup/paths.mjs';
import { runMain, SetupProblem } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';
import { sandboxProblem } from './setup/sandbox.mjs';

/** The sample that is small enough to train while a person looks on. */
const SAMPLE = 'templates/fish.json';

function trainSample(reason) {
  say(`${reason} Training the sample ${SAMPLE} in the terminal instead.`);
  return passThrough(process.execPath, [join(root, 'out', 'main', 'cli.cjs'), 'train', join(root, SAMPLE)]);
}

await runMain(async () => {
  const gpu = process.argv.includes('--gpu');
  const rest = process.argv.slice(2).filter((argument) => argument !== '--gpu');
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  await setUp({ window: hasDisplay, gpu });
  if (!hasDisplay) return trainSample('There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).');
  const electron = electronCommand();
  if (!electron)
    return trainSample(`There is no window: ${readJson(electronStatusFile)?.note ?? 'Electron is missing'}.`);
  const problem = await sandboxProblem();
  if (problem) throw new SetupProblem(problem.message, problem.cure);
  const files = rest.filter((argument) => existsSync(argument));
  return passThrough(electron.executablePath, [...electron.args, ...files]);
});
