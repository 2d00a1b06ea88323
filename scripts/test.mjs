/**
 * `npm test`: set up, then every check and every test. All stages run even when one fails, so that one run tells all;
 * the exit code is 1 then, every failure is said once more at the end, and the last line is the sum of the tests alone:
 * `N passed, N failed`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup/all.mjs';
import { capture, passThrough } from './setup/command.mjs';
import { readJson } from './setup/files.mjs';
import { root } from './setup/paths.mjs';
import { runMain, SetupProblem } from './setup/problem.mjs';
import { formatTime, say } from './setup/progress.mjs';
import { addCounts, countTests, failures, summary } from './testing/test-counts.mjs';

const results = join(root, 'test-results');
const reports = { unit: join(results, 'unit.json'), e2e: join(results, 'e2e.json') };
const bin = (...path) => join(root, 'node_modules', ...path);

/** A checker: its output is shown only when it finds something. */
async function check(...args) {
  const { code, stdout, stderr } = await capture(process.execPath, args);
  if (code !== 0) say(`${stdout}${stderr}`.trim());
  return code;
}

const stages = [
  { name: 'lint', run: () => check(bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--max-diagnostics=100') },
  { name: 'types', run: () => passThrough(process.execPath, [join(root, 'scripts', 'types.mjs')]) },
  { name: 'unused code', run: () => check(bin('knip', 'bin', 'knip.js')) },
  {
    name: 'unit and conformance tests',
    run: () => {
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reports.unit}`];
      return passThrough(process.execPath, [bin('vitest', 'vitest.mjs'), 'run', ...reporters]);
    },
  },
  {
    name: 'build',
    run: async () => {
      await setUp({ window: true, tests: true });
      return 0;
    },
  },
  { name: 'window tests', run: () => passThrough(process.execPath, [join(root, 'scripts', 'e2e.mjs')]) },
];

/** Runs one stage; answers its line for the table. A stage that cannot run at all is told and counts as failed. */
async function runStage({ name, run }) {
  say(`\n── ${name}`);
  const start = performance.now();
  let code = 1;
  try {
    code = await run();
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    say(error.message);
  }
  return { name, passed: code === 0, time: performance.now() - start };
}

await runMain(async () => {
  mkdirSync(results, { recursive: true });
  for (const report of Object.values(reports)) rmSync(report, { force: true });
  const lines = [];
  const first = { name: 'set-up', run: async () => (await setUp({ window: true, tests: true, build: false })) ?? 0 };
  for (const stage of [first, ...stages]) {
    lines.push(await runStage(stage));
    // Without packages nothing else can run.
    if (stage === first && !lines[0].passed) break;
  }
  say('');
  for (const { name, passed, time } of lines)
    say(`${passed ? '✓' : '✗'} ${name.padEnd(28)} ${formatTime(time).padStart(12)}`);
  const read = Object.values(reports).map((report) => readJson(report));
  for (const failure of read.flatMap(failures)) say(`✗ ${failure.replace(root, '.')}`);
  const counts = read.map(countTests).reduce(addCounts);
  process.stdout.write(`\n${summary(counts)}\n`);
  return lines.length === stages.length + 1 && lines.every((line) => line.passed) ? 0 : 1;
});
