/**
 * `npm run bench [-- NET…]`: trains the same nets with our engine, plain tfjs-node, Keras and PyTorch in turn, and prints
 * how fast each is; `--help` tells the options. What it fetches and finds is kept in the cache, so that an interrupted
 * benchmark goes on after its last net.
 */
import { join } from 'node:path';
import { passThrough } from './setup/command.mjs';
import { cacheFolder, root } from './setup/paths.mjs';
import { runMain } from './setup/problem.mjs';

const runner = join(root, 'test', 'engine', 'run-module.mjs');
const module = join(root, 'test', 'benchmarks', 'bench.ts');

await runMain(() => passThrough(process.execPath, [runner, module, cacheFolder(), ...process.argv.slice(2)]));
