import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats } from '../../../engine/formats/contract/registry';
import type { Project } from '../../../engine/graph/document';
import { temporaryFolder } from '../session/window';
import { chain } from '../train/nets';
import { netloom } from './command';

// With --json the command line sends console.log to stderr; the other tests get theirs back.
const { log, info, debug } = console;
afterAll(() => Object.assign(console, { log, info, debug }));

/** A trunk with its answer `y`, and an answer `half` on the way that only helps the training. */
function net(trainingOnly: boolean): Project {
  const trunk = chain([
    { id: 'first', kind: 'dense', params: { units: 8, activation: 'relu' } },
    { id: 'last', kind: 'dense', params: { units: 2 } },
  ]);
  return {
    format: 'netloom',
    version: 1,
    title: 'An auxiliary head',
    graph: {
      nodes: [
        ...trunk.nodes,
        { id: 'aside', kind: 'dense', params: { units: 2 } },
        { id: 'half', kind: 'output', params: { loss: 'crossEntropy', weight: 0.3, trainingOnly } },
      ],
      edges: [
        ...trunk.edges,
        { from: ['first', 'out'], to: ['aside', 'in'] },
        { from: ['aside', 'out'], to: ['half', 'in'] },
      ],
    },
    data: {
      source: { kind: 'fish', params: { count: 120 } },
      split: { validation: 0.2, test: 0.2, by: 'class', seed: 1 },
      bind: { x: 'features', y: 'label', half: 'label' },
      prepare: [{ field: 'features', op: 'standardise' }],
    },
    training: { epochs: 2, batch: 20, seed: 7, optimizer: { kind: 'adam', learningRate: 0.02 } },
  };
}

describe('an output for training only', () => {
  let folder: string;
  const run = { aside: '', plain: '' };
  const lines: Record<string, Record<string, unknown>[]> = {};
  beforeAll(async () => {
    folder = await temporaryFolder();
    for (const [name, only] of [
      ['aside', true],
      ['plain', false],
    ] as const) {
      const file = join(folder, `${name}.netloom`);
      await writeFile(file, JSON.stringify(net(only)));
      run[name] = join(folder, name);
      const trained = await netloom('train', file, '--out', run[name], '--json');
      expect([trained.code, trained.err]).toEqual([0, expect.stringContaining('Training on')]);
      lines[name] = trained.json;
    }
  });

  it('counts in the loss of each step, with its weight, and trains', () => {
    const { loss, metrics = {} } = (lines.aside?.[0] ?? {}) as { loss?: number; metrics?: Record<string, number> };
    expect(loss).toBeCloseTo((metrics['y/loss'] ?? 0) + 0.3 * (metrics['half/loss'] ?? 0), 5);
    const halves = (lines.aside ?? []).flatMap(({ event, metrics: of }) =>
      event === 'step' ? [(of as Record<string, number>)['half/loss'] as number] : [],
    );
    expect(halves.at(-1)).toBeLessThan(halves[0] as number);
  });

  it('trains the same weights as one that is kept', () => {
    const losses = (of: string) => (lines[of] ?? []).filter(({ event }) => event === 'step').map(({ loss }) => loss);
    expect(losses('aside')).toEqual(losses('plain'));
  });

  it('is left out of every evaluation, and of its loss', async () => {
    const figures = async (of: string) => {
      const { last } = await netloom('evaluate', of, '--json');
      return (last.metrics as { test: Record<string, number> }).test;
    };
    const [aside, plain] = [await figures(run.aside), await figures(run.plain)];
    expect(Object.keys(aside).filter((name) => name.startsWith('half'))).toEqual([]);
    expect(aside.loss).toBeCloseTo(aside['y/loss'] as number, 6);
    expect(aside['y/loss']).toBeCloseTo(plain['y/loss'] as number, 6);
    expect(plain.loss).toBeCloseTo((plain['y/loss'] ?? 0) + 0.3 * (plain['half/loss'] ?? 0), 5);
  });

  it('is left out of predictions', async () => {
    const outputs = async (of: string) => {
      const { last } = await netloom('predict', of, '70,12.5,0.4', '--json');
      return Object.keys(last.outputs as object);
    };
    expect(await outputs(run.aside)).toEqual(['y']);
    expect(await outputs(run.plain)).toEqual(['y', 'half']);
  });

  it.each([...formats.keys()])('is left out of exports: %s', async (format) => {
    const out = join(folder, `export-${format}`);
    const { code, err } = await netloom('export', run.aside, '--format', format, '--out', out);
    expect(err).not.toContain('export/');
    expect(code).toBe(0);
    const card = JSON.parse(await readFile(join(out, 'netloom.json'), 'utf8')) as { outputs: { name: string }[] };
    expect(card.outputs.map(({ name }) => name)).toEqual(['y']);
  });
});
