import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analysisRows, sumsOf } from '../../../engine/compile/analysis';
import { differencesBetween } from '../../../engine/compile/analysis-compare';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import type { Analysis } from '../../../engine/compile/program';
import type { Project } from '../../../engine/graph/document';
import { parseProject } from '../../../engine/graph/parse';
import { analyse, DIGIT, type Node, PICTURE, project } from './drawing';

function template(name: string): { project: Project; analysis: Analysis } {
  const text = readFileSync(new URL(`../../../templates/${name}.json`, import.meta.url), 'utf8');
  const parsed = parseProject(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const made = parsed.value.project;
  return { project: made, analysis: compile(made, { fields: fieldsOf(made) ?? [] }) };
}

/** A chain of layers behind an input of this size, with an output that is not compared with data. */
function chain(shape: number[], layers: Node[]): Analysis {
  const nodes: Node[] = [['x', 'input', { shape }], ...layers, ['y', 'output', { loss: 'meanSquaredError' }]];
  const wires = nodes.slice(1).map(([id], i) => `${nodes[i]?.[0]}>${id}`);
  return compile(project(nodes, wires, { data: undefined }), { fields: [] });
}
const conv = (id: string, kernel: number, stride = 1, padding = 'same', more = {}): Node => [
  id,
  'conv2d',
  { filters: 4, kernel: [kernel, kernel], stride: [stride, stride], padding, ...more },
];
const pool = (id: string, size: number, stride: number): Node => [
  id,
  'maxPool2d',
  { size: [size, size], stride: [stride, stride] },
];
const sights = (analysis: Analysis) =>
  Object.fromEntries([...analysis.ways].map(([path, { sight }]) => [path, [sight?.size[0], sight?.stride[0]]]));

describe('receptive fields', () => {
  it('of LeNet by hand: 5, 5 + 1, 6 + 4·2, 14 + 1·2, then 16 + 3·4 = 28, the whole picture', () => {
    expect(sights(template('lenet').analysis)).toEqual({
      picture: [1, 1],
      conv1: [5, 1],
      pool1: [6, 2],
      conv2: [14, 2],
      pool2: [16, 4],
      flatten: [28, 0],
      fc1: [28, 0],
      fc2: [28, 0],
      digit: [28, 0],
    });
  });

  it('of VGG-16 as Araujo, Norris and Sim give it: 212 with stride 32 behind the last pooling', () => {
    const layers: Node[] = [];
    for (const [stage, count] of [2, 2, 3, 3, 3].entries()) {
      for (let i = 0; i < count; i++) layers.push(conv(`c${stage}${i}`, 3));
      layers.push(pool(`p${stage}`, 2, 2));
    }
    const found = sights(chain([224, 224, 3], layers));
    expect(found.c01).toEqual([5, 1]);
    expect(found.p0).toEqual([6, 2]);
    expect(found.c42).toEqual([196, 16]);
    expect(found.p4).toEqual([212, 32]);
  });

  it('of AlexNet as the same paper gives it: 195 with stride 32 behind the last pooling', () => {
    const found = sights(
      chain(
        [227, 227, 3],
        [
          conv('conv1', 11, 4, 'valid'),
          pool('pool1', 3, 2),
          conv('conv2', 5),
          pool('pool2', 3, 2),
          conv('conv3', 3),
          conv('conv4', 3),
          conv('conv5', 3),
          pool('pool5', 3, 2),
        ],
      ),
    );
    expect(found).toMatchObject({ conv1: [11, 4], pool1: [19, 8], conv2: [51, 8], pool2: [67, 16], pool5: [195, 32] });
  });

  it('count dilation, differ between the axes, and go through pointwise layers unchanged', () => {
    const analysis = chain(
      [32, 32, 3],
      [
        ['wide', 'conv2d', { filters: 4, kernel: [3, 5], dilation: [2, 1] }],
        ['norm', 'batchNorm'],
        ['relu', 'activation'],
      ],
    );
    const expected = { size: [5, 5], stride: [1, 1] };
    for (const path of ['wide', 'norm', 'relu']) expect(analysis.ways.get(path)?.sight).toEqual(expected);
  });

  it('of branches are the largest, inside and behind a block', () => {
    const { analysis } = template('small-residual');
    // conv1 3; res1 3 + 2·2 = 7; res2 strides in its first: 7 + 2 = 9, then 9 + 2·2 = 13; res3 13 + 2·2 + 2·4 = 25.
    expect(sights(analysis)).toMatchObject({
      conv1: [3, 1],
      res1: [7, 1],
      res2: [13, 2],
      res3: [25, 4],
      average: [25 + 6 * 4, 0],
    });
    expect(analysis.ways.get('res2')?.depth).toBe(5);
  });

  it.each([
    // Araujo, Norris and Sim, table 1: the last layer before the pooling of all places.
    ['alexnet', 195, 32, 8],
    ['vgg16', 212, 32, 16],
    ['resnet50-keras', 483, 32, 50],
    ['inception-v3', 1311, 32, 48],
    ['mobilenet', 315, 32, 28],
  ])('of the template %s are as published: %i, every %i; it is %i layers deep', (name, size, stride, depth) => {
    const { analysis } = template(name);
    const places = [...analysis.ways.values()].flatMap(({ sight }) =>
      sight && Number(sight.stride[0]) > 0 ? sight : [],
    );
    expect(Math.max(...places.map((sight) => Number(sight.size[0])))).toBe(size);
    expect(Math.max(...places.map((sight) => Number(sight.stride[0])))).toBe(stride);
    expect(sumsOf(analysis).depth).toBe(depth);
  });

  it('of a decoder move by parts of a pixel, and of a sequence hold all steps behind what remembers', () => {
    const up = chain([8, 8, 1], [conv('a', 3), ['up', 'upsample2d'], conv('b', 3)]);
    // After doubling, neighbours see half a pixel apart: 3 + 2·0.5.
    expect(sights(up)).toMatchObject({ a: [3, 1], up: [3, 0.5], b: [4, 0.5] });
    const sequence = chain(
      [20, 4],
      [
        ['c', 'conv1d', { filters: 4, kernel: 3 }],
        ['memory', 'lstm', { gives: 'sequence' }],
      ],
    );
    expect(sequence.ways.get('memory')?.sight).toEqual({ size: [3 + 17], stride: [0] });
  });

  it('are unknown where nothing arrives, and a drawing in a circle ends', () => {
    const loose = analyse(project([PICTURE, ['a', 'conv2d'], ['b', 'conv2d'], DIGIT], ['a>b', 'b>a']));
    expect(loose.ways.get('a')).toEqual({ sight: undefined, depth: 0 });
    expect(sumsOf(loose)).toMatchObject({ parameters: 0, macs: 0 });
  });
});

describe('the table of costs', () => {
  it('of LeNet: 20·25 + 20, 50·20·25 + 50, 800·500 + 500, 500·10 + 10', () => {
    const { analysis } = template('lenet');
    const rows = analysisRows(analysis, false);
    const row = (path: string) => rows.find((each) => each.path === path);
    expect(row('conv1')).toMatchObject({ parameters: 520, trainable: 520, macs: 24 * 24 * 20 * 25 });
    expect(row('conv2')).toMatchObject({ parameters: 25_050, macs: 8 * 8 * 50 * 20 * 25, memory: 8 * 8 * 50 * 4 });
    expect(row('fc1')?.shares.parameters).toBeCloseTo(400_500 / 431_080, 12);
    expect(sumsOf(analysis)).toMatchObject({
      layers: 9,
      parameters: 431_080,
      trainable: 431_080,
      macs: 2_293_000,
      depth: 4,
      sight: { size: [28, 28] },
    });
    for (const cost of ['parameters', 'macs', 'memory'] as const) {
      expect(rows.reduce((sum, { shares }) => sum + shares[cost], 0)).toBeCloseTo(1, 12);
    }
  });

  it('of the residual net, counted by hand, block by block and layer by layer', () => {
    const { analysis } = template('small-residual');
    const blocks = analysisRows(analysis, false);
    const of = (path: string) => blocks.find((each) => each.path === path);
    // Two kernels of 3·3·16·16 and two norms of 4·16, of which half are statistics.
    expect(of('res1')).toMatchObject({ parameters: 2 * 2304 + 2 * 64, trainable: 2 * 2304 + 2 * 32 });
    // 3·3·16·32 and 3·3·32·32, a projection of 16·32, three norms of 4·32.
    expect(of('res2')).toMatchObject({ parameters: 4608 + 9216 + 512 + 3 * 128, macs: 14 * 14 * (4608 + 9216 + 512) });
    const layers = analysisRows(analysis, true);
    expect(layers.map(({ path }) => path).slice(3, 8)).toContain('relu1');
    expect(layers.some(({ path }) => path === 'res1')).toBe(false);
    for (const cost of ['parameters', 'trainable', 'macs', 'memory'] as const) {
      const sum = (rows: typeof layers) => rows.reduce((all, row) => all + row[cost], 0);
      expect(sum(layers)).toBe(sum(blocks));
    }
    // Where a block stands, its layers stand.
    const first = layers.findIndex(({ path }) => path.startsWith('res1/'));
    expect(layers[first - 1]?.path).toBe('relu1');
    // conv1, two in each block, fc.
    expect(sumsOf(analysis).depth).toBe(8);
  });

  it('of an empty drawing is empty', () => {
    const empty = compile(
      { format: 'netloom', version: 1, title: 'T', graph: { nodes: [], edges: [] } },
      { fields: [] },
    );
    expect(analysisRows(empty, true)).toEqual([]);
    expect(sumsOf(empty)).toMatchObject({ layers: 0, parameters: 0, depth: 0, sight: undefined });
  });
});

describe('a comparison', () => {
  it('names what differs and what only one of them has', () => {
    const conv1: Node = ['conv1', 'conv2d', { filters: 4 }];
    const here = chain([8, 8, 1], [conv1, ['flatten', 'flatten']]);
    const there = chain(
      [8, 8, 1],
      [
        ['conv1', 'conv2d', { filters: 8 }],
        ['extra', 'activation'],
        ['flatten', 'flatten'],
      ],
    );
    const found = differencesBetween(here, there);
    expect(found.map(({ path, here: a, there: b }) => [path, a?.parameters, b?.parameters])).toEqual([
      ['conv1', 40, 80],
      ['flatten', 0, 0],
      ['y', 0, 0],
      ['extra', undefined, 0],
    ]);
    expect(differencesBetween(here, here)).toEqual([]);
  });
});

describe('speed', () => {
  it('takes less than a frame for 1,000 nodes on top of compiling', () => {
    const layers = Array.from({ length: 1000 }, (_, i): Node => (i % 2 ? [`a${i}`, 'activation'] : conv(`c${i}`, 3)));
    const times = Array.from({ length: 20 }, () => {
      const analysis = chain([32, 32, 3], layers);
      const start = performance.now();
      expect(sumsOf(analysis).depth).toBe(500);
      expect(analysisRows(analysis, true)).toHaveLength(1002);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(16);
  });
});
