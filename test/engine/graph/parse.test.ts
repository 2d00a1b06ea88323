import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EMPTY_PROJECT } from '../../../engine/graph/document';
import { type Migration, migrate } from '../../../engine/graph/migrate';
import { parseProject } from '../../../engine/graph/parse';
import { projectText } from '../../../engine/graph/serialize';

const project = (more: object = {}) => ({
  format: 'netloom',
  version: 1,
  title: 'T',
  graph: { nodes: [{ id: 'a', kind: 'input' }], edges: [] },
  ...more,
});
const text = (more: object = {}) => JSON.stringify(project(more));
const graphOf = (list: unknown[]) => text({ graph: { nodes: list, edges: [] } });
const nodes = (...list: unknown[]) => text({ graph: { nodes: list, edges: [] } });

/** Code and path of the first problem; every refusal has to come within half a second. */
function refusal(source: string): [code: string | undefined, path: string | undefined] {
  const start = performance.now();
  const result = parseProject(source);
  expect(performance.now() - start).toBeLessThan(500);
  if (result.ok) return [undefined, undefined];
  return [result.problems[0]?.code, result.problems[0]?.path];
}

describe('a file that is no project', () => {
  it.each([
    ['an empty file', '', 'project/empty'],
    ['only spaces', ' \n', 'project/empty'],
    ['plain words', 'Hello', 'project/not-json'],
    ['NaN', text().replace('"T"', 'NaN'), 'project/not-json'],
    ['Infinity', text().replace('"T"', 'Infinity'), 'project/not-json'],
    ['a list', '[1, 2]', 'project/foreign'],
    ['null', 'null', 'project/foreign'],
    ['a TensorFlow.js model', '{"modelTopology": {}, "weightsManifest": []}', 'project/foreign'],
    ['a Keras model', '{"class_name": "Sequential"}', 'project/foreign'],
    ['another format', '{"format": "other", "version": 1}', 'project/foreign'],
    ['copied nodes', '{"format": "netloom-clip", "version": 1}', 'project/foreign'],
    ['version 0, which never was', text({ version: 0 }), 'project/version'],
    ['a version in words', text({ version: 'one' }), 'project/version'],
    ['no version', JSON.stringify({ format: 'netloom' }), 'project/version'],
  ])('%s', (_, source, code) => {
    expect(refusal(source)[0]).toBe(code);
  });

  it('is told from one that is cut off, wherever it was cut', () => {
    const whole = projectText(EMPTY_PROJECT).trimEnd();
    for (let length = 1; length < whole.length; length++) {
      expect(refusal(whole.slice(0, length))[0]).toBe('project/truncated');
    }
    expect(parseProject(whole).ok).toBe(true);
  });
});

describe('a hostile file', () => {
  const spaces = 17 * 1024 * 1024;
  it.each([
    ['__proto__ as a key', text().replace('"title"', '"__proto__": {"polluted": 1}, "title"'), 'project/key'],
    ['constructor as a key', nodes({ id: 'a', kind: 'k', params: { constructor: 1 } }), 'project/key'],
    ['prototype as a key', text({ prototype: 1 }), 'project/key'],
    ['__proto__ as an id', nodes({ id: '__proto__', kind: 'k' }), 'project/id'],
    ['over 16 MB', `${text()}${' '.repeat(spaces)}`, 'project/too-large'],
    ['over 16 MB of wide characters', text({ description: '漢'.repeat(6 * 1024 * 1024) }), 'project/text-too-long'],
    ['a label of 10 MB', nodes({ id: 'a', kind: 'k', params: { label: 'x'.repeat(1e7) } }), 'project/text-too-long'],
    ['an id of 10 MB', nodes({ id: 'x'.repeat(1e7), kind: 'k' }), 'project/text-too-long'],
    ['lists in lists', text().replace('"T"', '['.repeat(100_000)), 'project/too-deep'],
    ['65 levels', text({ description: undefined, x: nest(64) }), 'project/too-deep'],
    ['20,001 nodes', graphOf(many(20_001)), 'project/too-many'],
    ['200,000 nodes', graphOf(many(200_000)), 'project/too-many'],
    ['four million numbers', text({ x: new Array(4_000_000).fill(0) }), 'project/too-many'],
    ['a number beyond all bounds', text().replace('"T"', '1e999'), 'project/number'],
    [
      'such a number in a parameter',
      nodes({ id: 'a', kind: 'k' }).replace('"k"', '"k","params":{"x":-1e400}'),
      'project/number',
    ],
  ])('%s', (_, source, code) => {
    expect(refusal(source)[0]).toBe(code);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('with 64 levels and 20,000 nodes is not one', () => {
    expect(parseProject(text({ x: nest(63) })).ok).toBe(true);
    expect(parseProject(graphOf(many(20_000))).ok).toBe(true);
  });
});

function nest(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `n${i}`, kind: 'relu' }));

describe('a field at fault', () => {
  const training = { epochs: 3, batch: 64, seed: 1, optimizer: { kind: 'adam' } };
  const split = { validation: 0.1, test: 'official', by: 'none', seed: 1 };
  const data = { source: { kind: 'mnist' }, split, bind: {} };
  it.each([
    [nodes({ id: 'a b', kind: 'k' }), 'project/id', 'graph.nodes[0].id'],
    [nodes({ id: '../x', kind: 'k' }), 'project/id', 'graph.nodes[0].id'],
    [nodes({ id: 'a/b', kind: 'k' }), 'project/id', 'graph.nodes[0].id'],
    [nodes({ id: '.a', kind: 'k' }), 'project/id', 'graph.nodes[0].id'],
    [nodes({ id: 'a..b', kind: 'k' }), 'project/id', 'graph.nodes[0].id'],
    [nodes({ id: '', kind: 'k' }), 'project/id', 'graph.nodes[0].id'],
    [nodes({ id: 'x'.repeat(101), kind: 'k' }), 'project/id', 'graph.nodes[0].id'],
    [nodes({ id: 'a', kind: 'k' }, { id: 'a', kind: 'k' }), 'project/duplicate-id', 'graph.nodes[1].id'],
    [nodes({ id: 'a' }), 'project/field-missing', 'graph.nodes[0].kind'],
    [nodes({ id: 'a', kind: 'k', position: [0] }), 'project/field', 'graph.nodes[0].position'],
    [nodes({ id: 'a', kind: 'k', frozen: 'yes' }), 'project/field', 'graph.nodes[0].frozen'],
    [text({ graph: { nodes: [], edges: [{ from: ['a'], to: ['b', 'in'] }] } }), 'project/field', 'graph.edges[0].from'],
    [text({ graph: undefined }), 'project/field-missing', 'graph'],
    [text({ title: 3 }), 'project/field', 'title'],
    [text({ training: { ...training, batch: 0 } }), 'project/field', 'training.batch'],
    [text({ training: { ...training, epochs: 1.5 } }), 'project/field', 'training.epochs'],
    [text({ training: { ...training, optimizer: {} } }), 'project/field-missing', 'training.optimizer.kind'],
    [text({ data: { ...data, split: { ...split, validation: 1 } } }), 'project/field', 'data.split.validation'],
    [text({ data: { ...data, split: { ...split, test: 'all' } } }), 'project/field', 'data.split.test'],
    [text({ data: { ...data, bind: { a: 3 } } }), 'project/field', 'data.bind.a'],
    [text({ blocks: { 'a b': { title: 'B' } } }), 'project/id', 'blocks.a b'],
  ])('%s', (source, code, path) => {
    expect(refusal(source)).toEqual([code, path]);
  });

  it('is told in words with what it must be and what it is', () => {
    const result = parseProject(text({ training: { ...training, batch: 0 } }));
    expect(!result.ok && result.problems[0]?.message).toBe('training.batch must be at least 1, and it is 0.');
  });

  it('that is not known is kept, and said', () => {
    const result = parseProject(nodes({ id: 'a', kind: 'k', colour: 'red' }));
    expect(result.ok && result.value.project.graph.nodes[0]).toEqual({ id: 'a', kind: 'k', colour: 'red' });
    expect(result.ok && result.value.notices).toMatchObject([
      { code: 'project/unknown-field', path: 'graph.nodes[0].colour', severity: 'warning' },
    ]);
  });
});

describe('versions', () => {
  it('opens a newer one to read only, and says so', () => {
    const result = parseProject(text({ version: 2, news: true }));
    expect(result.ok && result.value.readOnly).toBe(true);
    expect(result.ok && result.value.notices[0]).toMatchObject({ code: 'project/newer', severity: 'warning' });
  });

  it('refuses a newer one that it cannot read', () => {
    expect(refusal(text({ version: 9, graph: { layers: [] } }))[0]).toBe('project/newer-unreadable');
  });

  it('brings an older one up to date step by step', () => {
    const steps = new Map<number, Migration>([
      [1, (old: object) => ({ ...old, title: 'two' })],
      [2, (old: object) => ({ ...old, description: 'three' })],
    ]);
    expect(migrate({ version: 1, title: 'one' }, steps, 3)).toEqual({
      document: { version: 3, title: 'two', description: 'three' },
    });
    expect(migrate({ version: 0 }, steps, 3)).toMatchObject({ problem: { code: 'project/version' } });
  });

  it('takes a byte order mark for what it is', () => {
    expect(parseProject(`\uFEFF${text()}`).ok).toBe(true);
  });
});

describe('the whole project of the contract', () => {
  const example = readFileSync(new URL('../../../templates/siamese-mnist.json', import.meta.url), 'utf8');
  it('opens without a notice and is written as it was', () => {
    const result = parseProject(example);
    expect(result.ok && result.value.notices).toEqual([]);
    expect(result.ok && projectText(result.value.project)).toBe(example);
  });
});
