import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import type { Analysis } from '../../../engine/compile/program';
import type { Project } from '../../../engine/graph/document';
import { parseProject } from '../../../engine/graph/parse';
import { projectText } from '../../../engine/graph/serialize';

const FOLDER = new URL('../../../templates/', import.meta.url);
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

function open(name: string): { text: string; project: Project; analysis: Analysis } {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  const parsed = parseProject(text);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.problems[0]?.message}`);
  const { project } = parsed.value;
  return { text, project, analysis: compile(project, { fields: fieldsOf(project) ?? [] }) };
}
const totals = (name: string) => open(`${name}.json`).analysis.totals;

describe('every template', () => {
  // Its point is that it does not fit: see below.
  const fitting = names.filter((name) => name !== 'full-connectivity.json');

  it.each(fitting)('%s opens, compiles without a problem and is written as it stands', (name) => {
    const { text, project, analysis } = open(name);
    expect(projectText(project)).toBe(text);
    expect(analysis.problems).toEqual([]);
    expect(analysis.program?.outputs.length).toBeGreaterThan(0);
    expect(project.description?.length).toBeGreaterThan(20);
  });

  it.each(names)('%s has a place on the grid for every node, none twice', (name) => {
    const { project } = open(name);
    for (const graph of [project.graph, ...Object.values(project.blocks ?? {}).map((block) => block.graph)]) {
      const places = graph.nodes.map(({ position }) => position);
      for (const place of places) expect(place?.every((value) => value % 16 === 0)).toBe(true);
      expect(new Set(places.map(String)).size).toBe(places.length);
    }
  });
});

it('a fully connected net on a picture is counted, and said not to fit', () => {
  const { problems, totals } = open('full-connectivity.json').analysis;
  expect(totals.parameters).toBe(120_000 * 120_000 + 120_000);
  expect(problems.map(({ code, node }) => [code, node])).toEqual([['shape/weight-too-large', 'hidden']]);
});

describe('counts', () => {
  it('of the fish: 3·4 + 4 + 4·2 + 2', () => {
    expect(totals('fish')).toMatchObject({ parameters: 26, trainable: 26, macs: 20 });
  });

  it('of the net on pixels: 784·100 + 100 + 100·10 + 10', () => {
    expect(totals('mnist-mlp')).toMatchObject({ parameters: 79_510, trainable: 79_510, macs: 79_400 });
  });

  it('of LeNet as in Caffe, node by node', () => {
    const { nodes } = open('lenet.json').analysis;
    const parameters = Object.fromEntries([...nodes.values()].map((node) => [node.path, node.parameters]));
    expect(parameters).toEqual({
      picture: 0,
      conv1: 520,
      pool1: 0,
      conv2: 25_050,
      pool2: 0,
      flatten: 0,
      fc1: 400_500,
      fc2: 5_010,
      digit: 0,
    });
    expect(nodes.get('conv1')?.macs).toBe(288_000);
    expect(nodes.get('conv2')?.macs).toBe(1_600_000);
    expect(totals('lenet')).toMatchObject({ parameters: 431_080, trainable: 431_080, macs: 2_293_000 });
  });

  it('of the Siamese net: weights once, multiply-adds at each use', () => {
    const { nodes } = open('siamese-mnist.json').analysis;
    expect(totals('siamese-mnist')).toMatchObject({ parameters: 431_102, trainable: 431_102, macs: 4_586_040 });
    expect(nodes.get('tower')).toMatchObject({ parameters: 431_102, macs: 2_293_020, sharesWith: undefined });
    expect(nodes.get('twin')).toMatchObject({ parameters: 0, macs: 2_293_020, sharesWith: 'tower' });
    expect(nodes.get('twin/conv1')).toMatchObject({ parameters: 0, parent: 'twin', sharesWith: 'tower/conv1' });
  });

  it('of the small residual net', () => {
    const { nodes } = open('small-residual.json').analysis;
    const stem = 9 * 16 + 4 * 16;
    const first = 2 * (9 * 16 * 16) + 2 * (4 * 16);
    const second = 9 * 16 * 32 + 9 * 32 * 32 + 16 * 32 + 3 * (4 * 32);
    const third = 9 * 32 * 64 + 9 * 64 * 64 + 32 * 64 + 3 * (4 * 64);
    expect([nodes.get('res1'), nodes.get('res2'), nodes.get('res3')].map((node) => node?.parameters)).toEqual([
      first,
      second,
      third,
    ]);
    expect(totals('small-residual').parameters).toBe(stem + first + second + third + 64 * 10 + 10);
    // Half of each normalisation's numbers are running statistics.
    expect(totals('small-residual').trainable).toBe(
      totals('small-residual').parameters - 2 * (3 * 16 + 3 * 32 + 3 * 64),
    );
  });
});

describe('the samples of the start page', () => {
  it('are there', () => {
    for (const name of ['fish', 'mnist-mlp', 'lenet', 'siamese-mnist', 'small-residual']) {
      expect(names).toContain(`${name}.json`);
    }
  });
});
