import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { loadNative } from '../../../engine/native/load';
import { Rebuilder, type Rebuilt } from './rebuild';

/** What became of tfjs-core's tests, and of every op that ran meanwhile. */
export interface Report {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly message: string }[];
  readonly skipped: number;
  readonly ops: Readonly<Record<string, Rebuilt>>;
}

interface SpecResult {
  readonly fullName: string;
  readonly status: string;
  readonly failedExpectations: readonly { readonly message: string }[];
}

/** The part of jasmine that is used; it has no types of its own. */
interface Jasmine {
  getEnv(): {
    configure(options: { random: boolean; specFilter: (spec: { getFullName(): string }) => boolean }): void;
    addReporter(reporter: { specDone(result: SpecResult): Promise<void> }): void;
    execute(): Promise<unknown>;
  };
}

/** Parts of the names of those tests that tfjs-node knows it does not pass: its own list. */
async function leftOutByTfjsNode(): Promise<string[]> {
  const file = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/dist/run_tests.js');
  const list = /var IGNORE_LIST = \[(.*?)\n\];/s.exec(await readFile(file, 'utf8'))?.[1] ?? '';
  return [...list.matchAll(/^ {4}'(.+)',$/gm)].map((match) => match[1] as string);
}

/**
 * Runs the tests of tfjs-core on native TensorFlow; each op that its backend executes is rebuilt as a graph once the
 * test has ended. Writes a Report to `file`. NETLOOM_TESTS narrows the tests to those whose names hold it.
 */
export async function runSuite(file: string): Promise<void> {
  const native = loadNative();
  if (!native.ok) throw new Error(native.reason);
  const jasmine: Jasmine = createRequire(import.meta.url)('jasmine-core').boot(true);
  const { setTestEnvs } = await import('@tensorflow/tfjs-core/dist/jasmine_util.js');
  await import('@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js');
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  // Every group of tests resets tfjs and has its backend made anew: this keeps it the one that is watched.
  tf.removeBackend('tensorflow');
  tf.registerBackend('tensorflow', () => native.backend as unknown as tf.KernelBackend);
  setTestEnvs([{ name: 'test-tensorflow', backendName: 'tensorflow', flags: {}, isDataSync: true }]);
  await import('@tensorflow/tfjs-core/dist/tests.js');

  const rebuilder = new Rebuilder(native.backend);
  const failed: { name: string; message: string }[] = [];
  let [passed, skipped] = [0, 0];
  const wanted = process.env.NETLOOM_TESTS;
  const leftOut = await leftOutByTfjsNode();
  const env = jasmine.getEnv();
  env.configure({
    random: false,
    specFilter(spec) {
      const name = spec.getFullName();
      return (wanted === undefined || name.includes(wanted)) && !leftOut.some((part) => name.includes(part));
    },
  });
  env.addReporter({
    async specDone({ fullName, status, failedExpectations }) {
      if (status === 'passed') passed++;
      else if (status === 'failed') failed.push({ name: fullName, message: failedExpectations[0]?.message ?? '' });
      else skipped++;
      await rebuilder.rebuildAll(fullName);
    },
  });
  rebuilder.watch();
  await env.execute();
  rebuilder.dispose();
  const report: Report = { passed, failed, skipped, ops: rebuilder.results() };
  writeFileSync(file, JSON.stringify(report));
}
