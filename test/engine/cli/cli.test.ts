import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../engine/cli/main';
import { setPaths } from '../../../engine/cli/set-path';
import { bytesText, countText, tableLines, timeText } from '../../../engine/cli/table';
import { fish, temporaryFolder } from '../session/window';
import { netloom } from './command';

// With --json the command line sends console.log to stderr; the other tests get theirs back.
const { log, info, debug } = console;
afterAll(() => Object.assign(console, { log, info, debug }));

let folder: string;
let project: string;
let run: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  project = join(folder, 'fish.netloom');
  run = join(folder, 'run');
  await writeFile(project, JSON.stringify(await fish(3)));
});

describe('netloom check', () => {
  it('tells people shapes, counts and costs', async () => {
    const { code, out } = await netloom('check', 'templates/lenet.json');
    expect(code).toBe(0);
    expect(out).toMatch(/conv1 +conv2d +24×24×20 +520 +288,000/);
    expect(out).toContain('431,080 parameters, 431,080 trainable, 2,293,000 MACs a sample');
  });

  it.each([
    ['fish', 26],
    ['mnist-mlp', 79_510],
    ['lenet', 431_080],
    ['siamese-mnist', 431_102],
  ])('counts the parameters of %s', async (name, parameters) => {
    const { code, last } = await netloom('check', `templates/${name}.json`, '--json');
    expect(code).toBe(0);
    expect(last.totals).toMatchObject({ parameters });
    expect(last.problems).toEqual([]);
  });

  it('gives nodes as the contract says, blocks with sums and twins with nothing', async () => {
    const { last } = await netloom('check', 'templates/siamese-mnist.json', '--json');
    const nodes = last.nodes as { id: string; parent?: string; sharesWith?: string; parameters: number }[];
    const inner = nodes.findIndex(({ parent }) => parent !== undefined);
    expect(nodes.slice(inner).every(({ parent }) => parent !== undefined)).toBe(true);
    expect(nodes.find(({ id }) => id === 'tower')?.parameters).toBe(431_102);
    expect(nodes.find(({ id }) => id === 'twin')).toMatchObject({ parameters: 0, sharesWith: 'tower' });
    const lenet = await netloom('check', 'templates/lenet.json', '--json');
    expect((lenet.last.nodes as unknown[])[1]).toEqual({
      id: 'conv1',
      kind: 'conv2d',
      outputs: [[null, 24, 24, 20]],
      parameters: 520,
      trainable: 520,
      macs: 288_000,
    });
  });

  it('ends with 1 and a coded problem where the input is at fault', async () => {
    const missing = await netloom('check', join(folder, 'none.netloom'), '--json');
    expect(missing.code).toBe(1);
    expect(missing.last.problems).toMatchObject([{ code: 'data/file-missing' }]);
    await writeFile(join(folder, 'broken.netloom'), '{"format": "netl');
    expect((await netloom('check', join(folder, 'broken.netloom'))).err).toMatch(/^error project\//);
    const loose = JSON.parse(await readFile(project, 'utf8'));
    loose.graph.edges.pop();
    await writeFile(join(folder, 'loose.netloom'), JSON.stringify(loose));
    const checked = await netloom('check', join(folder, 'loose.netloom'), '--json');
    expect(checked.code).toBe(1);
    expect(checked.json).toHaveLength(1);
    expect((checked.last.problems as { code: string }[]).map(({ code }) => code)).toContain('wire/missing');
  });
});

describe('netloom train', () => {
  it('gives a line a step, a line an epoch, and the result last, and nothing else on stdout', async () => {
    const { code, json, last, err } = await netloom('train', project, '--out', run, '--json', '--epochs', '2');
    expect(err).toMatch(/^Training on /);
    expect(err).not.toContain('Memory');
    expect(code).toBe(0);
    expect(json.map(({ event }) => event)).toEqual([
      ...Array(6).fill('step'),
      'epoch',
      ...Array(6).fill('step'),
      'epoch',
      'done',
    ]);
    expect(json[0]).toMatchObject({ step: 1, epoch: 1, learningRate: 0.01 });
    expect(json[0]?.metrics).toHaveProperty('accuracy');
    expect(json[6]).toMatchObject({ epoch: 1, train: {}, validation: {} });
    expect(last).toMatchObject({ run, steps: 12, epochs: 2, best: { epoch: 2 } });
    expect(last.metrics).toMatchObject({ train: {}, validation: {}, test: {} });
    expect(last.samplesPerSecond).toBeGreaterThan(0);
    expect(typeof last.device).toBe('string');
  });

  it('tells people beforehand what it will take', async () => {
    const { code, out, err } = await netloom('train', project, '--out', join(folder, 'told'), '--epochs', '1');
    expect(code).toBe(0);
    expect(err).toMatch(/^Memory \S+ [MG]B, one epoch \S+ s, as measured on this machine$/m);
    expect(out).not.toContain('Memory');
  });

  it('goes on with more epochs, and evaluates, predicts and looks the same afterwards', async () => {
    const more = await netloom('train', '--resume', run, '--epochs', '3', '--json');
    expect(more.json[0]).toMatchObject({ event: 'step', step: 13 });
    const evaluated = await netloom('evaluate', run, '--json');
    const done = more.last.metrics as { test: Record<string, number> };
    expect(evaluated.last).toEqual({ metrics: { test: done.test } });
    const complete = await netloom('train', '--resume', run);
    expect([complete.code, complete.err]).toEqual([1, expect.stringContaining('run/complete')]);
    const fixed = await netloom('train', '--resume', run, '--seed', '2');
    expect(fixed.err).toContain('--seed cannot be changed when a run goes on');
  });

  it('predicts rows, numbers and JSON files, a line each, and tells what it cannot read', async () => {
    const file = join(folder, 'fish.json');
    await writeFile(file, '{"features": [70, 12.5, 0.4]}');
    const { code, json } = await netloom('predict', run, 'test:0', '70,12.5,0.4', file, '1,2', 'test:99', '--json');
    expect(code).toBe(1);
    expect(json.map(({ input }) => input)).toEqual(['test:0', '70,12.5,0.4', file, '1,2', 'test:99']);
    expect(json[1]?.outputs).toMatchObject({ species: { label: 'salmon' } });
    expect(json[2]?.outputs).toEqual(json[1]?.outputs);
    expect(json[3]?.problems).toMatchObject([{ code: 'data/wrong-size' }]);
    expect(json[4]?.problems).toMatchObject([{ code: 'data/no-row' }]);
    const said = await netloom('predict', run, '70,12.5,0.4');
    expect([said.code, said.out]).toEqual([0, '70,12.5,0.4: species salmon\n']);
  });

  it('takes changed settings, from nodes to data', async () => {
    const { last, code } = await netloom(
      'train',
      project,
      '--out',
      join(folder, 'set'),
      '--json',
      '--steps',
      '4',
      '--batch',
      '50',
      '--seed',
      '3',
      '--set',
      'training.optimizer.learningRate=0.5',
      '--set',
      'nodes.hidden.units=6',
      '--set',
      'data.source.params.count=400',
    );
    expect(code).toBe(0);
    expect(last.steps).toBe(4);
    const kept = JSON.parse(await readFile(join(folder, 'set', 'project.netloom'), 'utf8'));
    expect(kept.training).toMatchObject({ batch: 50, seed: 3, optimizer: { learningRate: 0.5 } });
    expect(kept.graph.nodes[1].params.units).toBe(6);
    expect(kept.data.source.params.count).toBe(400);
  });

  it.each([
    [['train'], 'cli/usage'],
    [['train', 'a', '--epochs', 'many'], 'cli/count'],
    [['train', 'a', '--device', 'toaster'], 'cli/choice'],
    [['train', 'a', '--colour'], 'cli/option'],
    [['train', 'a', '--out'], 'cli/option'],
    [['train', '--resume', 'nowhere'], 'run/missing'],
    [['train', 'templates/fish.json', '--set', 'training.epochs'], 'cli/set'],
    [['train', 'templates/fish.json', '--set', 'nodes.nobody.units=3'], 'cli/set-path'],
    [['train', 'templates/fish.json', '--set', 'training.epochs=few'], 'project/field'],
    [['evaluate'], 'cli/usage'],
    [['evaluate', 'nowhere'], 'run/missing'],
    [['predict', 'nowhere', 'test:1'], 'run/missing'],
    [['export', 'nowhere'], 'cli/usage'],
    [['fly'], 'cli/command'],
  ])('refuses %j', async (args, code) => {
    const said = await netloom(...args, '--json');
    expect(said.code).toBe(1);
    expect(said.last.problems).toMatchObject([{ code }]);
    expect(said.err).toContain(code);
  });

  it('writes over no run, and ends with 2 where Netloom is at fault', async () => {
    const again = await netloom('train', project, '--out', run);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('run/exists')]);
    let failing = true;
    const out = {
      write() {
        if (failing) throw new TypeError('a slip of ours');
      },
    };
    let said = '';
    const err = {
      write(text: string) {
        failing = false;
        said += text;
      },
    };
    expect(await main(['check', 'templates/fish.json'], { out, err })).toBe(2);
    expect(said).toContain('Netloom is at fault: TypeError: a slip of ours');
  });
});

describe('netloom doctor and help', () => {
  it('say what runs where, and how to use it', async () => {
    const { code, last } = await netloom('doctor', '--json');
    expect(code).toBe(0);
    expect(last).toMatchObject({ versions: { node: process.versions.node } });
    expect(['native', 'portable']).toContain(last.backend);
    if (last.device !== 'gpu') expect(typeof last.reason).toBe('string');
    expect((await netloom('doctor')).out).toContain('Computes');
    expect((await netloom('--help')).out).toContain('train --resume RUN');
    expect((await netloom('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await netloom()).code).toBe(1);
  });
});

describe('--set', () => {
  it('never reaches a prototype', async () => {
    const document = await fish(1);
    for (const path of ['__proto__.polluted', 'training.__proto__.polluted', 'training.constructor.x']) {
      expect(setPaths(document, [`${path}=1`]).ok).toBe(false);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('figures', () => {
  it('are written as people read them', () => {
    expect([timeText(54), timeText(60), timeText(7500)]).toEqual(['54 s', '1 min 0 s', '2 h 5 min']);
    expect([bytesText(0), bytesText(2662), bytesText(6_186_598)]).toEqual(['0 B', '2.6 KB', '5.9 MB']);
    expect(countText(431_080)).toBe('431,080');
    expect(
      tableLines(
        [{ title: 'A' }, { title: 'B', align: 'right' }],
        [
          ['x×y', '1'],
          ['z', '1,234'],
        ],
      ),
    ).toEqual(['A        B', 'x×y      1', 'z    1,234']);
  });
});
