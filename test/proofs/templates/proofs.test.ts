import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { largeTemplates } from '../../engine/templates/large';
import { analysisOf } from '../../engine/templates/open';
import { engineKey, outcomeOf, readProofs, templateKey } from './proof';

const proofs = readProofs();
/** What the templates are to fit into: a machine of 24 GiB. */
const MEMORY = 24 * 2 ** 30;
const BYTES = 4;

describe('what npm run proof wrote down', () => {
  it('is about the large templates and no others', () => {
    expect(Object.keys(proofs)).toEqual(largeTemplates);
  });

  it.each(largeTemplates)('says of %s as it stands that it trains a step, or why it cannot', (name) => {
    const proof = proofs[name];
    const { totals, problems } = analysisOf(name);
    expect(proof).toMatchObject({
      template: templateKey(name),
      parameters: totals.parameters,
      macs: totals.macs,
    });
    if (proof?.outcome === 'passed') {
      expect(proof.loss).toBeGreaterThan(0);
      expect(proof.secondsPerStep).toBeGreaterThan(0);
      expect(proof.peakMemory).toBeLessThan(MEMORY);
      return;
    }
    // Weights and their gradients alone are too much, and it is refused before anything is built.
    expect(proof?.outcome).toBe('refused');
    expect(2 * BYTES * totals.parameters).toBeGreaterThan(MEMORY);
    expect(problems.map(({ code }) => code)).toContain(proof?.outcome === 'refused' && proof.code);
  });

  it('tells which were proved with another engine', () => {
    const engine = engineKey();
    expect(engine).toMatch(/^[0-9a-f]{16}$/);
    const stale = largeTemplates.filter((name) => proofs[name]?.engine !== engine);
    if (stale.length > 0)
      console.warn(`Proved with an earlier engine; npm run proof does it again: ${stale.join(', ')}`);
  });
});

describe('the outcome of a process', () => {
  const steps = { batch: 2, losses: [6.90781, 6.5], secondsToFirstStep: 2.561, secondsPerStep: 0.224, broken: [] };
  const said = (more: object) =>
    outcomeOf({
      status: 0,
      signal: null,
      stdout: `told\n${JSON.stringify({ kind: 'trained', steps: { ...steps, peakMemory: 903_400_000, ...more } })}\n`,
      stderr: '',
    });

  it('is what it measured, rounded', () => {
    expect(said({})).toEqual({
      outcome: 'passed',
      batch: 2,
      loss: 6.9078,
      secondsToFirstStep: 2.56,
      secondsPerStep: 0.22,
      peakMemory: 903_000_000,
    });
  });

  it('is a failure where a number is none, or the net did not run as one graph', () => {
    expect(said({ losses: [6.9, Number.NaN] })).toEqual({ outcome: 'failed', why: 'A loss is not finite' });
    expect(said({ broken: ['conv1.kernel'] })).toEqual({
      outcome: 'failed',
      why: 'Not finite after a step: conv1.kernel',
    });
    expect(said({ notice: { message: 'It runs op by op' } })).toEqual({ outcome: 'failed', why: 'It runs op by op' });
  });

  it('is a coded problem where nothing was built', () => {
    const problem = { code: 'train/no-memory', severity: 'error', message: 'Training takes too much.' };
    const stdout = JSON.stringify({ kind: 'refused', problem });
    expect(outcomeOf({ status: 0, signal: null, stdout, stderr: '' })).toEqual({
      outcome: 'refused',
      code: 'train/no-memory',
      why: 'Training takes too much.',
    });
  });

  it('tells a killed process, and one that threw, without places', () => {
    const run = (script: string) => outcomeOf(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
    expect(run("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)")).toEqual({
      outcome: 'failed',
      why: 'The process was ended by SIGKILL',
    });
    expect(run("throw new RangeError('no such weight')")).toEqual({
      outcome: 'failed',
      why: 'RangeError: no such weight',
    });
    expect(run('process.exit(3)')).toEqual({ outcome: 'failed', why: 'The process ended with 3' });
  });
});
