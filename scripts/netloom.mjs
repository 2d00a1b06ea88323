/** `npm run --silent netloom -- ARGS`: the command line, set up and built first where something is missing. */
import { join } from 'node:path';
import { setUp } from './setup/all.mjs';
import { passThrough } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { runMain } from './setup/problem.mjs';

/** The command line's exit code for "we are at fault". */
const OUR_FAULT = 2;

await runMain(async () => {
  await setUp();
  // npm runs scripts in the checkout; the paths among the arguments belong to the folder that the person is in.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return passThrough(process.execPath, [join(root, 'out', 'main', 'cli.cjs'), ...process.argv.slice(2)], { cwd });
}, OUR_FAULT);
