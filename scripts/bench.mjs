/**
 * `npm run bench [-- NET…]`: times training steps, compiled against op by op, a net after the other in processes of
 * their own. `--json` prints one object a net in place of the table.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup/paths.mjs';

const NETS = [
  ['mnist-mlp', 128],
  ['lenet', 128],
  ['lenet', 64],
  ['siamese-mnist', 64],
  ['small-residual', 64],
];
const ROUNDS = 7;

const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const print = (line) => process.stdout.write(`${line}\n`);
const row = (cells) => print(cells.map((cell, at) => (at === 0 ? cell.padEnd(24) : cell.padStart(16))).join(''));

if (!json) row(['net', 'compiled', 'op by op', 'ratio', 'threads', 'opening']);
for (const [net, batch] of NETS) {
  if (wanted.length > 0 && !wanted.includes(net)) continue;
  const runner = join(root, 'test', 'engine', 'run-module.mjs');
  const module = join(root, 'test', 'benchmarks', 'training.ts');
  const file = join(root, 'templates', `${net}.json`);
  const child = spawnSync(process.execPath, [runner, module, file, `${batch}`, `${ROUNDS}`], { encoding: 'utf8' });
  const line = child.stdout.trim().split('\n').at(-1);
  if (child.status !== 0 || !line) {
    process.stderr.write(child.stderr);
    process.exitCode = 2;
    continue;
  }
  const { milliseconds, threads, opening, differs } = JSON.parse(line);
  if (json) {
    print(JSON.stringify({ net, batch, threads, opening, differs, milliseconds }));
    continue;
  }
  const figure = ({ best, median }) => `${best.toFixed(2)} (${median.toFixed(2)})`;
  const ratio = (milliseconds.plain.best / milliseconds.compiled.best).toFixed(2);
  const times = [figure(milliseconds.compiled), figure(milliseconds.plain)];
  row([`${net}, batch ${batch}`, ...times, ratio, `${threads}`, `${opening.toFixed(0)} ms`]);
}
if (!json) print('Milliseconds a step: best (median) of windows taken in turn.');
