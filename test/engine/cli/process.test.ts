import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { fish, temporaryFolder } from '../session/window';
import { manifestOf } from '../train/nets';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in a process; `watch` sees all of stdout so far and may send a signal. */
function run(args: readonly string[], watch: (out: string, kill: (signal: NodeJS.Signals) => void) => void = () => {}) {
  return new Promise<Ended>((done, failed) => {
    const runner = resolve('test/engine/run-module.mjs');
    const child = spawn(process.execPath, [runner, resolve('test/engine/cli/cli-process.ts'), ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
      watch(out, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('error', failed);
    child.on('exit', (code) => done({ code, out, err }));
  });
}
const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('an interrupted run writes a checkpoint, ends well and says how to go on', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'fish.netloom');
  await writeFile(file, JSON.stringify(await fish(100_000)));
  const out = join(folder, 'run');
  let sent = false;
  const ended = await run(['train', file, '--out', out, '--json'], (text, kill) => {
    if (!sent && text.includes('"step":20,')) {
      sent = true;
      kill('SIGINT');
    }
  });
  expect(ended.code).toBe(0);
  expect(ended.err).toContain(`netloom train --resume ${out}`);
  const last = lines(ended.out).at(-1);
  expect(last).toMatchObject({ event: 'done', state: 'stopped' });
  const manifest = await manifestOf(out);
  expect(manifest).toMatchObject({ state: 'stopped', steps: last?.steps });
  const more = await run(['train', '--resume', out, '--steps', `${Number(last?.steps) + 2}`, '--json']);
  // Stopped with an epoch's last step, it takes up the end of that epoch first.
  const steps = lines(more.out).filter(({ event }) => event === 'step');
  expect(steps.map(({ step }) => step)).toEqual([1, 2].map((more) => Number(last?.steps) + more));
});

it('the portable backend trains too, and stdout stays pure', async () => {
  const out = join(await temporaryFolder(), 'run');
  const ended = await run([
    'train',
    'templates/fish.json',
    '--device',
    'portable',
    '--epochs',
    '6',
    '--out',
    out,
    '--json',
  ]);
  expect(ended.code).toBe(0);
  const last = lines(ended.out).at(-1) as { metrics: { test: { accuracy: number } } };
  expect(last.metrics.test.accuracy).toBeGreaterThan(0.9);
  expect(ended.err).toContain('the portable backend was asked for');
  expect((await manifestOf(out)).device.backend).toBe('portable');
});
