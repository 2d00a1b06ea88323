import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../engine/session/window';

const run = promisify(execFile);
const CLI = resolve('out/main/cli.cjs');
const CACHE = process.env.NETLOOM_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'netloom');

/** A Node of that version, from its npm package, kept in the cache. */
async function nodeOf(version: string): Promise<string> {
  const folder = join(CACHE, `node-${version}`);
  const name = `node-${process.platform}-${process.arch}`;
  const program = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(program)) {
    await mkdir(folder, { recursive: true });
    await run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', `${name}@${version}`]);
  }
  return program;
}

describe.each(['18.15.0', '24'])('the built command line on Node %s', (version) => {
  it('checks, trains 50 steps, resumes and exports, with the numbers of this Node', async () => {
    const node = await nodeOf(version);
    const last = async (program: string, ...words: string[]): Promise<Record<string, unknown>> => {
      const { stdout } = await run(program, [CLI, ...words, '--json'], { maxBuffer: 1e8 });
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    };
    const folder = await temporaryFolder();
    const train = ['train', 'templates/mnist-mlp.json', '--steps', '50', '--out'];
    expect(await last(node, 'check', 'templates/lenet.json')).toMatchObject({
      totals: { parameters: 431_080, macs: 2_293_000 },
      problems: [],
    });
    const there = await last(node, ...train, join(folder, 'there'));
    const here = await last(process.execPath, ...train, join(folder, 'here'));
    expect(there).toMatchObject({ event: 'done', steps: 50 });
    expect(there.metrics).toEqual(here.metrics);
    const on = await last(node, 'train', '--resume', join(folder, 'there'), '--steps', '60');
    expect(on).toMatchObject({ event: 'done', steps: 60 });
    const out = join(folder, 'model');
    const exported = await last(node, 'export', join(folder, 'there'), '--format', 'tfjs-graph-model', '--out', out);
    expect(exported.maxDifference).toBeLessThan(1e-5);
    expect(existsSync(join(out, 'model.json'))).toBe(true);
  });
});
