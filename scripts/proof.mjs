/**
 * `npm run proof [-- NAME…]`: trains the templates that are too large for `npm test`, each in a process of its own, and
 * writes `test/proofs/proofs.json`; what was proved with the same template and engine is skipped.
 */
import { join } from 'node:path';
import { passThrough } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { runMain } from './setup/problem.mjs';

const runner = join(root, 'test', 'engine', 'run-module.mjs');
const module = join(root, 'test', 'proofs', 'templates', 'prove.ts');

await runMain(() => passThrough(process.execPath, [runner, module, ...process.argv.slice(2)]));
