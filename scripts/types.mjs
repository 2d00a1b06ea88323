/**
 * `npm run types`: checks all types, with a planted error for each checker that has to be found. A checker that looks
 * at nothing, or with the wrong settings, reports no error either; the planted one tells the difference.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { capture } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { runMain, SetupProblem } from './setup/problem.mjs';
import { say, stage } from './setup/progress.mjs';
import { canaryProject, splitFindings } from './testing/type-canary.mjs';

/** Inside the checkout, so that the planted files resolve the same packages; git ignores it. */
const folder = join(root, 'test-results', 'type-canary');
const programs = {
  tsc: ['node_modules/typescript/bin/tsc', '--pretty', 'false', '--noEmit', '--project'],
  svelte: ['node_modules/svelte-check/bin/svelte-check', '--output', 'machine', '--threshold', 'warning', '--tsconfig'],
};

const PLANTED_SCRIPT = "export const planted: number = 'not a number';\n";
const PLANTED_COMPONENT = `<script lang="ts">\n  const planted: number = 'not a number';\n</script>\n\n<p>{planted}</p>\n`;

/** The checks: a name, the project that they stand for, and the files that carry the planted error. */
const checks = [
  {
    name: 'engine, electron and tests',
    program: 'tsc',
    project: 'tsconfig.json',
    planted: { 'root.ts': PLANTED_SCRIPT },
  },
  {
    name: 'engine without Node',
    program: 'tsc',
    project: 'engine/tsconfig.json',
    planted: { 'engine.ts': PLANTED_SCRIPT },
  },
  {
    name: 'window',
    program: 'svelte',
    project: 'renderer/tsconfig.json',
    planted: { 'window.ts': PLANTED_SCRIPT, 'window.svelte': PLANTED_COMPONENT },
  },
  {
    name: 'window tests',
    program: 'tsc',
    project: 'test/e2e/tsconfig.json',
    planted: { 'e2e.ts': PLANTED_SCRIPT },
  },
];

/** Runs one check; answers its findings besides the planted ones, and which planted ones were missed. */
async function run({ program, project, planted }) {
  for (const [name, text] of Object.entries(planted)) writeFileSync(join(folder, name), text);
  const projectFile = join(folder, `${Object.keys(planted)[0]}.json`);
  writeFileSync(projectFile, JSON.stringify(canaryProject(root, folder, project, Object.keys(planted))));
  const { stdout, stderr } = await capture(process.execPath, [...programs[program], relative(root, projectFile)]);
  return splitFindings(`${stdout}\n${stderr}`, Object.keys(planted));
}

/** Runs one check as a stage; what it found is told, and whether it passed is answered. */
async function passes(check) {
  let told = [];
  try {
    await stage(`Types of ${check.name}`, async () => {
      const { findings, missed } = await run(check);
      told = [...findings, ...missed.map((name) => `The planted error in ${name} was not found: this check is blind.`)];
      if (told.length > 0) throw new SetupProblem(`${told.length} problems`);
      return 'clean, and the planted error was found';
    });
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    for (const line of told) say(`    ${line}`);
  }
  return told.length === 0;
}

await runMain(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let passed = true;
  try {
    for (const check of checks) passed = (await passes(check)) && passed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return passed ? 0 : 1;
});
