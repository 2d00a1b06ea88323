import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FAILING, NOT_REBUILT } from './recorded-ops/expected';
import type { Report } from './recorded-ops/suite';

/** Runs tfjs-core's tests in a process of their own. */
async function suite(): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'netloom-proof-'));
  try {
    const report = join(folder, 'report.json');
    const run = resolve('test/proofs/recorded-ops/run.mjs');
    await promisify(execFile)(process.execPath, [run, report], { maxBuffer: 1 << 28 });
    return JSON.parse(await readFile(report, 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const tell = (line: string) => process.stderr.write(`${line}\n`);

describe('every op that tfjs-core’s own tests execute', () => {
  it('becomes a graph with complete attributes, which gives the same bits', async () => {
    const { passed, failed, skipped, ops } = await suite();
    tell(`tests of tfjs-core: ${passed} pass, ${failed.length} fail, ${skipped} are left out`);
    for (const { name } of failed) tell(`  ${FAILING.find((known) => known.name.test(name))?.why ?? 'fails'}: ${name}`);
    const unexpected = failed.filter(({ name }) => !FAILING.some((known) => known.name.test(name)));

    const wrong: string[] = [];
    for (const [op, { executed, equal, close, others }] of Object.entries(ops)) {
      tell(`  ${op.padEnd(36)} ${executed} executed, ${equal} equal${close > 0 ? `, ${close} within rounding` : ''}`);
      for (const [outcome, { count, test }] of Object.entries(others)) {
        const known = NOT_REBUILT.find((one) => one.op.test(op) && one.outcome.test(outcome));
        tell(`    ${count}: ${known?.why ?? outcome}`);
        if (!known) wrong.push(`${op}: ${outcome} (${count}, first in “${test}”)`);
      }
    }
    const all = Object.values(ops);
    const sum = (of: 'executed' | 'equal' | 'close') => all.reduce((total, one) => total + one[of], 0);
    tell(`${sum('executed')} runs of ${all.length} ops: ${sum('equal')} equal, ${sum('close')} within rounding`);

    expect(unexpected).toEqual([]);
    expect(wrong).toEqual([]);
    for (const { name, why } of FAILING)
      expect(
        failed.some((test) => name.test(test.name)),
        why,
      ).toBe(true);
    // Were the tests not run, or their ops not seen, nothing would be wrong either.
    expect(passed).toBeGreaterThan(3800);
    expect(all.length).toBeGreaterThan(130);
    expect(sum('executed')).toBeGreaterThan(20_000);
  });
});
