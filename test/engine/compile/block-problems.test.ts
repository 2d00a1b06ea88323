import { describe, expect, it } from 'vitest';
import type { GraphNode, ProjectBlock } from '../../../engine/graph/document';
import { applyEdit } from '../../../engine/graph/edits';
import { analyse, cured, DIGIT, graph, type Node, only, PICTURE, project, wire } from './drawing';

describe('blocks', () => {
  const ends = (inner: Node[], wires: string[], out: string): ProjectBlock => ({
    title: 'B',
    params: {},
    inputs: { in: [inner[0]?.[0] ?? '', 'in'] },
    outputs: { out: [out, 'out'] },
    graph: graph(inner, wires),
  });
  const around = (blocks: Record<string, ProjectBlock>, b: Node = ['b', 'block:b']) =>
    project([PICTURE, b, ['fc', 'dense'], DIGIT], ['picture>b', 'b>fc', 'fc>digit'], { blocks });

  it('tell what is wrong inside at the inner node, and where to see it from outside', () => {
    const inner = around({
      b: ends(
        [
          ['flatten', 'flatten'],
          ['conv', 'conv2d'],
        ],
        ['flatten>conv'],
        'conv',
      ),
    });
    expect(only(inner)).toMatchObject({
      code: 'shape/needs-maps',
      node: 'b/conv',
      outermost: 'b',
      message: 'b/conv takes maps, but b/flatten sends a vector of 784.',
      edge: wire('flatten>conv'),
      fixes: [
        {
          edits: [
            { type: 'moveNodes', in: ['block:b'] },
            { type: 'insertOnEdge', in: ['block:b'] },
          ],
        },
      ],
    });
  });

  it('tell what is wrong with their input at the wire that is drawn outside', () => {
    const outside = project(
      [
        PICTURE,
        ['flatten', 'flatten'],
        ['res', 'residual', { filters: 4 }],
        ['average', 'globalAveragePool2d'],
        ['fc', 'dense'],
        DIGIT,
      ],
      ['picture>flatten', 'flatten>res', 'res>average', 'average>fc', 'fc>digit'],
    );
    const [first] = analyse(outside).problems;
    expect(first).toMatchObject({
      code: 'shape/needs-maps',
      node: 'res',
      inner: 'res/conv1',
      message: 'res takes maps, but flatten sends a vector of 784.',
      edge: wire('flatten>res'),
    });
    const fix = first?.fixes?.[0];
    expect(fix?.title).toBe('Insert Reshape to 28×28×1');
    const result = applyEdit(outside, { type: 'many', label: '', edits: fix?.edits ?? [] });
    expect(result.ok && analyse(result.value).problems).toEqual([]);
  });

  it('that cannot be opened say why, with a cure', () => {
    const identity = project(
      [
        PICTURE,
        ['res', 'residual', { filters: 4, shortcut: 'identity' }],
        ['average', 'globalAveragePool2d'],
        ['fc', 'dense'],
        DIGIT,
      ],
      ['picture>res', 'res>average', 'average>fc', 'fc>digit'],
    );
    expect(only(identity)).toMatchObject({
      code: 'block/shortcut',
      node: 'res',
      fixes: [{ title: 'Project the shortcut' }],
    });
    cured(identity);
  });

  it('that are not there, or contain themselves, are problems', () => {
    expect(only(around({})).code).toBe('block/unknown');
    const loop = around({ b: ends([['c', 'block:c']], [], 'c'), c: ends([['b', 'block:b']], [], 'b') });
    const { fixes, ...found } = only(loop);
    expect(found).toMatchObject({ code: 'block/recursion', node: 'b/c/b', outermost: 'b' });
    expect(fixes).toEqual([
      { title: 'Delete b', edits: [{ type: 'removeNodes', in: ['block:c'], ids: ['b'], heal: true }] },
    ]);
    // What is left is that c gives nothing.
    const edit = { type: 'many', label: '', edits: fixes?.[0]?.edits ?? [] } as const;
    const result = applyEdit(loop, edit);
    expect(result.ok && analyse(result.value).problems.map(({ code }) => code)).toEqual(['block/port']);
  });

  it('are cured by their own parameters where the inside follows them', () => {
    const groups = project(
      [PICTURE, ['block', 'convBnRelu', { filters: 4, groups: 3 }], ['flatten', 'flatten'], ['fc', 'dense'], DIGIT],
      ['picture>block', 'block>flatten', 'flatten>fc', 'fc>digit'],
    );
    expect(only(groups)).toMatchObject({
      node: 'block',
      inner: 'block/conv',
      message: 'block cannot cut 1 channel into 3 equal groups.',
    });
    expect(cured(groups).graph.nodes[1]?.params).toMatchObject({ filters: 4, groups: 1 });
    const large = project(
      [
        PICTURE,
        ['block', 'convBnRelu', { filters: 4, kernel: [40, 40], padding: 'valid' }],
        ['flatten', 'flatten'],
        ['fc', 'dense'],
        DIGIT,
      ],
      ['picture>block', 'block>flatten', 'flatten>fc', 'fc>digit'],
    );
    expect(cured(large).graph.nodes[1]?.params).toMatchObject({ padding: 'same' });
    // A stage that pools has no parameter by which it would pool less.
    const tiny = project(
      [['tiny', 'input', { shape: [1, 1, 3] }], ['stage', 'vggStage'], ['flatten', 'flatten'], ['fc', 'dense'], DIGIT],
      ['tiny>stage', 'stage>flatten', 'flatten>fc', 'fc>digit'],
      { data: undefined },
    );
    expect(only(tiny)).toMatchObject({ node: 'stage/pool', outermost: 'stage' });
    expect(only(tiny).fixes).toBeUndefined();
  });

  it('tell once what several of their branches say of one wire', () => {
    const vector = project(
      [
        PICTURE,
        ['flatten', 'flatten'],
        ['mix', 'inception'],
        ['average', 'globalAveragePool2d'],
        ['fc', 'dense'],
        DIGIT,
      ],
      ['picture>flatten', 'flatten>mix', 'mix>average', 'average>fc', 'fc>digit'],
    );
    expect(only(vector).message).toBe('mix takes maps, but flatten sends a vector of 784.');
    cured(vector);
  });

  it('whose ports lead nowhere, or that hold ends, are problems', () => {
    const nowhere = around({ b: ends([['flatten', 'flatten']], [], 'ghost') });
    expect(only(nowhere)).toMatchObject({ code: 'block/port', node: 'b', port: 'out' });
    const withEnd = around({
      b: ends(
        [
          ['flatten', 'flatten'],
          ['answer', 'output'],
        ],
        ['flatten>answer'],
        'flatten',
      ),
    });
    expect(analyse(withEnd).problems.map(({ code }) => code)).toContain('node/end-inside');
  });

  it('drawn once and used twice tell a mistake once', () => {
    const block = ends([['flatten', 'flatten', { shape: 1 }]], [], 'flatten');
    const twice = project(
      [PICTURE, ['b1', 'block:b'], ['b2', 'block:b'], ['add', 'add'], ['fc', 'dense'], DIGIT],
      ['picture>b1', 'picture>b2', 'b1>add', 'b2>add', 'add>fc', 'fc>digit'],
      { blocks: { b: block } },
    );
    expect(only(twice)).toMatchObject({ code: 'param/unknown', node: 'b1/flatten' });
    cured(twice);
    // Where the second alone is drawn open, it is told there.
    const nodes = twice.graph.nodes.map((node) => (node.id === 'b2' ? { ...node, open: true } : node));
    const opened = { ...twice, graph: { ...twice.graph, nodes } };
    expect(only(opened).node).toBe('b2/flatten');
    cured(opened);
  });

  it('cure a bound parameter at the instance', () => {
    const block: ProjectBlock = {
      ...ends([['conv', 'conv2d', { kernel: [5, 5], filters: { param: 'n' } }]], [], 'conv'),
      params: { n: { type: 'int', default: 4 } },
    };
    const wrong = project(
      [PICTURE, ['b', 'block:b', { n: 0 }], ['flatten', 'flatten'], ['fc', 'dense'], DIGIT],
      ['picture>b', 'b>flatten', 'flatten>fc', 'fc>digit'],
      { blocks: { b: block } },
    );
    expect(only(wrong)).toMatchObject({
      code: 'param/range',
      node: 'b/conv',
      fixes: [{ edits: [{ type: 'setParam', id: 'b', param: 'n', value: undefined }] }],
    });
    expect(cured(wrong).graph.nodes[1]?.params).toBeUndefined();
  });

  it('in blocks in blocks are counted before they are opened', () => {
    const blocks: Record<string, ProjectBlock> = { b0: ends([['flatten', 'flatten']], [], 'flatten') };
    for (let i = 1; i <= 12; i++) {
      const inner = Array.from({ length: 10 }, (_, k): Node => [`n${k}`, `block:b${i - 1}`]);
      blocks[`b${i}`] = ends(inner, [], 'n0');
    }
    const start = performance.now();
    const { problems } = analyse(around(blocks, ['b', 'block:b12']));
    expect(problems.map(({ code }) => code)).toContain('graph/too-large');
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

describe('shared weights', () => {
  const pair = (second: Partial<GraphNode>, kind = 'dense') =>
    project(
      [
        PICTURE,
        ['flatten', 'flatten'],
        ['a', 'dense', { units: 10 }],
        ['b', kind, undefined, second],
        ['add', 'add'],
        DIGIT,
      ],
      ['picture>flatten', 'flatten>a', 'flatten>b', 'a>add', 'b>add', 'add>digit'],
    );

  it('need an owner that is there, of the same kind, and no twin itself', () => {
    expect(only(pair({ shares: 'ghost' })).code).toBe('share/unknown');
    expect(analyse(pair({ shares: 'a' }, 'dropout')).problems.map(({ code }) => code)).toContain('share/kind');
    cured(pair({ shares: 'ghost', params: { units: 10 } }));
  });

  it('need inputs of the same size', () => {
    const chain = project(
      [
        PICTURE,
        ['flatten', 'flatten'],
        ['a', 'dense', { units: 10 }],
        ['b', 'dense', undefined, { shares: 'a' }],
        DIGIT,
      ],
      ['picture>flatten', 'flatten>a', 'a>b', 'b>digit'],
    );
    expect(only(chain)).toMatchObject({
      code: 'share/shape',
      message: 'b cannot share b.kernel with a: it needs 10×10, and a has 784×10.',
      fixes: [{ title: 'Give b its own weights' }],
    });
    cured(chain);
  });

  it('tell a fault of both once', () => {
    const maps = project(
      [PICTURE, ['a', 'dense'], ['b', 'dense', undefined, { shares: 'a' }], ['add', 'add'], DIGIT],
      ['picture>a', 'picture>b', 'a>add', 'b>add', 'add>digit'],
    );
    expect(only(maps).node).toBe('a');
  });
});
