import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { Field } from '../../../engine/data/contract/field';
import type { DataSettings, GraphEdge, GraphNode, Project, ProjectBlock } from '../../../engine/graph/document';
import { applyEdit } from '../../../engine/graph/edits';
import type { Problem } from '../../../engine/graph/problem';

const FIELDS: readonly Field[] = [
  { name: 'image', shape: [28, 28, 1], dtype: 'float32', role: 'image', range: [0, 255] },
  { name: 'label', shape: [], dtype: 'int32', role: 'label', classes: [...'0123456789'] },
];
const DATA: DataSettings = {
  source: { kind: 'mnist' },
  split: { validation: 0.1, test: 'official', by: 'none', seed: 1 },
  bind: { picture: 'image', digit: 'label' },
};

type Node = [id: string, kind: string, params?: GraphNode['params'], more?: Partial<GraphNode>];
/** Wires as `a>b`, or `a.port>b.port`. */
const wire = (text: string): GraphEdge => {
  const [from, to] = text.split('>').map((end) => end.split('.')) as [string[], string[]];
  return { from: [from[0] ?? '', from[1] ?? 'out'], to: [to[0] ?? '', to[1] ?? 'in'] };
};
const graph = (nodes: Node[], wires: string[]) => ({
  nodes: nodes.map(
    ([id, kind, params, more], i): GraphNode => ({
      id,
      kind,
      ...(params && { params }),
      position: [i * 208, 0],
      ...more,
    }),
  ),
  edges: wires.map(wire),
});
const project = (nodes: Node[], wires: string[], more: Partial<Project> = {}): Project => ({
  format: 'netloom',
  version: 1,
  title: 'T',
  graph: graph(nodes, wires),
  data: DATA,
  ...more,
});
const analyse = (p: Project) => compile(p, { fields: p.data ? FIELDS : [] });
const only = (p: Project): Problem => {
  const { problems } = analyse(p);
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toHaveLength(1);
  return problems[0] as Problem;
};
/** Applies the first cure and expects that nothing is left to complain about. */
function cured(p: Project, choice = 0): Project {
  const fix = only(p).fixes?.[choice];
  const result = applyEdit(p, { type: 'many', label: fix?.title ?? '', edits: fix?.edits ?? [] });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  expect(analyse(result.value).problems).toEqual([]);
  return result.value;
}

const PICTURE: Node = ['picture', 'input'];
const DIGIT: Node = ['digit', 'output'];

describe('a dense layer behind maps', () => {
  const mistake = project(
    [PICTURE, ['conv1', 'conv2d', { filters: 20, kernel: [5, 5] }], ['pool1', 'maxPool2d'], ['fc', 'dense'], DIGIT],
    ['picture>conv1', 'conv1>pool1', 'pool1>fc', 'fc>digit'],
  );

  it('is told at the node and the wire, with both shapes and cures', () => {
    expect(only(mistake)).toMatchObject({
      code: 'shape/needs-vector',
      severity: 'error',
      message: 'fc takes a vector, but pool1 sends maps of 12×12×20.',
      node: 'fc',
      port: 'in',
      edge: { from: ['pool1', 'out'], to: ['fc', 'in'] },
      expected: 'N',
      got: '12×12×20',
      fixes: [
        { title: 'Insert Flatten', kind: 'flatten' },
        { title: 'Insert Global average', kind: 'globalAveragePool2d' },
        { title: 'Make fc a 1×1 convolution', kind: 'conv2d' },
      ],
    });
    expect(analyse(mistake).program).toBeUndefined();
    expect(analyse(mistake).totals.parameters).toBe(520);
  });

  it('is cured by a click: 2,880 values into 10 units', () => {
    const { nodes } = analyse(cured(mistake));
    expect(nodes.get('flatten1')?.outputs).toEqual([{ shape: [null, 2880], dtype: 'float32' }]);
    expect(nodes.get('fc')?.parameters).toBe(28_810);
    expect(analyse(cured(mistake, 1)).nodes.get('fc')?.parameters).toBe(210);
  });

  it('makes room for the new node in its row', () => {
    const positions = cured(mistake).graph.nodes.map(({ id, position }) => [id, position]);
    expect(Object.fromEntries(positions)).toEqual({
      picture: [0, 0],
      conv1: [208, 0],
      pool1: [416, 0],
      flatten1: [608, 0],
      fc: [800, 0],
      digit: [1008, 0],
    });
  });
});

describe('loose ends', () => {
  const dense: Node = ['fc', 'dense'];
  const flatten: Node = ['flatten', 'flatten'];

  it('of what leads to an output are errors, with a wire as the cure', () => {
    const loose = project([PICTURE, flatten, dense, DIGIT], ['picture>flatten', 'fc>digit']);
    const { problems } = analyse(loose);
    expect(problems[0]).toMatchObject({
      code: 'wire/missing',
      node: 'fc',
      port: 'in',
      message: 'Nothing is connected to the input of fc.',
      fixes: [{ title: 'Connect flatten', edits: [{ type: 'connect', edge: wire('flatten>fc') }] }],
    });
    expect(problems.slice(1).map(({ code, node }) => [code, node])).toEqual([
      ['node/no-part', 'picture'],
      ['node/no-part', 'flatten'],
    ]);
  });

  it('elsewhere are warnings, and training can start', () => {
    const idle = project(
      [PICTURE, flatten, dense, DIGIT, ['dropout1', 'dropout']],
      ['picture>flatten', 'flatten>fc', 'fc>digit'],
    );
    expect(only(idle)).toMatchObject({
      code: 'node/not-connected',
      severity: 'warning',
      message: 'dropout1 is not connected, so it takes no part in training.',
      fixes: [{ title: 'Delete dropout1' }],
    });
    expect(analyse(idle).program?.calls.map(({ path }) => path)).toEqual(['flatten', 'fc']);
    cured(idle);
  });

  it('of a net without an output ask for one', () => {
    const bind = { picture: 'image' };
    expect(only(project([PICTURE, flatten], ['picture>flatten'], { data: { ...DATA, bind } })).code).toBe(
      'graph/no-output',
    );
    expect(only(project([], [], { data: undefined })).code).toBe('graph/no-output');
  });
});

describe('a cycle', () => {
  const circle = project(
    [PICTURE, ['flatten', 'flatten'], ['add', 'add'], ['a', 'dropout'], ['b', 'dropout'], ['fc', 'dense'], DIGIT],
    ['picture>flatten', 'flatten>add', 'add>a', 'a>b', 'b>add', 'b>fc', 'fc>digit'],
  );

  it('is named node by node, and its backward wire can be deleted', () => {
    expect(only(circle)).toMatchObject({
      code: 'graph/cycle',
      message: 'add → a → b → add go round in a circle. Delete one of their wires.',
      edge: wire('b>add'),
      fixes: [{ title: 'Delete the wire from b to add' }],
    });
    expect([...analyse(circle).nodes.keys()]).toEqual(['picture', 'flatten', 'add', 'a', 'b', 'fc', 'digit']);
    cured(circle);
  });

  it('of one node is one too', () => {
    const self = project([PICTURE, ['add', 'add'], DIGIT], ['picture>add', 'add>add', 'add>digit']);
    expect(analyse(self).problems[0]?.message).toBe('add → add go round in a circle. Delete one of their wires.');
  });

  it('is told once a knot', () => {
    const two = project(
      [['a', 'add'], ['b', 'add'], ['c', 'add'], ['d', 'add'], DIGIT],
      ['a>b', 'b>a', 'c>d', 'd>c', 'b>c', 'd>digit'],
      { data: { ...DATA, bind: { digit: 'label' } } },
    );
    expect(analyse(two).problems.filter(({ code }) => code === 'graph/cycle')).toHaveLength(2);
  });
});

describe('wires', () => {
  const nodes: Node[] = [PICTURE, ['flatten', 'flatten'], ['fc', 'dense'], DIGIT];
  const wires = ['picture>flatten', 'flatten>fc', 'fc>digit'];
  it.each([
    ['ghost>fc', 'wire/unknown-node', 'A wire ends at ghost, which is not there.'],
    ['fc>ghost', 'wire/unknown-node', 'A wire ends at ghost, which is not there.'],
    ['fc.up>digit', 'wire/unknown-port', 'A wire ends at up of fc, which has no such port.'],
    ['flatten>fc.up', 'wire/unknown-port', 'A wire ends at up of fc, which has no such port.'],
    ['flatten>fc', 'wire/duplicate', 'flatten is connected to fc twice at the same port.'],
    ['picture>fc', 'wire/taken', 'in of fc takes one wire, and picture is a further one.'],
  ])('%s', (extra, code, message) => {
    const wrong = project(nodes, [...wires, extra]);
    expect(only(wrong)).toMatchObject({ code, message, edge: wire(extra) });
    cured(wrong);
  });

  it('of an unknown kind are left alone', () => {
    const odd = project(
      [...nodes.slice(0, 2), ['x', 'wormhole'], ...nodes.slice(2)],
      ['picture>flatten', 'flatten>x', 'x>fc', 'fc>digit'],
    );
    expect(only(odd)).toMatchObject({
      code: 'node/unknown-kind',
      message: 'x is of the kind wormhole, which this version does not know.',
    });
  });
});

describe('parameters', () => {
  const withDense = (params: GraphNode['params']) =>
    project(
      [PICTURE, ['flatten', 'flatten'], ['fc', 'dense', params], DIGIT],
      ['picture>flatten', 'flatten>fc', 'fc>digit'],
    );
  it.each([
    [{ units: 0 }, 'param/range', 'units of fc must be at least 1, and it is 0.'],
    [{ units: 1.5 }, 'param/type', 'units of fc must be a whole number, and it is 1.5.'],
    [{ units: 'ten' }, 'param/type', 'units of fc must be a whole number, and it is "ten".'],
    [{ bias: 1 }, 'param/type', 'bias of fc must be true or false, and it is 1.'],
    [{ unit: 3 }, 'param/unknown', 'fc has no parameter named unit.'],
    [{ units: { param: 'n' } }, 'param/binding', 'units of fc is bound to n, which its block does not have.'],
  ])('%j', (params, code, message) => {
    const wrong = withDense(params);
    expect(only(wrong)).toMatchObject({
      code,
      message,
      node: 'fc',
      path: `graph.nodes[2].params.${Object.keys(params)[0]}`,
    });
    cured(wrong);
  });

  it('of an unknown loss keep the others quiet', () => {
    const odd = project(
      [PICTURE, ['flatten', 'flatten'], ['fc', 'dense'], ['digit', 'output', { loss: 'guess' }]],
      ['picture>flatten', 'flatten>fc', 'fc>digit'],
    );
    expect(only(odd).code).toBe('param/type');
    cured(odd);
  });
});

describe('bindings', () => {
  const nodes: Node[] = [PICTURE, ['flatten', 'flatten'], ['fc', 'dense'], DIGIT];
  const wires = ['picture>flatten', 'flatten>fc', 'fc>digit'];
  const bound = (bind: Record<string, string>) => project(nodes, wires, { data: { ...DATA, bind } });

  it('that are missing propose the fields that fit', () => {
    expect(only(bound({ digit: 'label' }))).toMatchObject({
      code: 'bind/input',
      node: 'picture',
      fixes: [{ title: 'Bind to image' }],
    });
    expect(only(bound({ picture: 'image' }))).toMatchObject({
      code: 'bind/output',
      node: 'digit',
      fixes: [{ title: 'Bind to label' }],
    });
    cured(bound({ digit: 'label' }));
    cured(bound({ picture: 'image' }));
  });

  it('to fields or nodes that are not there are told', () => {
    expect(only(bound({ picture: 'photo', digit: 'label' })).message).toBe(
      'picture is bound to photo, which the data do not have.',
    );
    const stray = bound({ picture: 'image', digit: 'label', ghost: 'image' });
    expect(only(stray)).toMatchObject({ code: 'bind/node', severity: 'warning' });
    cured(stray);
  });

  it('are not asked for before the fields are known', () => {
    const analysis = compile(bound({ picture: 'image', digit: 'label' }), { fields: [] });
    expect(analysis.problems).toEqual([]);
    expect(analysis.program).toBeUndefined();
  });

  it('are not needed where an input states its shape', () => {
    const free = project([['picture', 'input', { shape: [28, 28, 1] }], ...nodes.slice(1)], wires, { data: undefined });
    expect(analyse(free).problems).toEqual([]);
    expect(analyse(free).program?.inputs[0]).toMatchObject({ field: undefined, spec: { shape: [null, 28, 28, 1] } });
    const shapeless = project(nodes, wires, { data: undefined });
    expect(only(shapeless).code).toBe('bind/no-shape');
  });
});

describe('losses', () => {
  const net = (fc: GraphNode['params'], digit: GraphNode['params'] = {}) =>
    project(
      [PICTURE, ['flatten', 'flatten'], ['fc', 'dense', fc], ['digit', 'output', digit]],
      ['picture>flatten', 'flatten>fc', 'fc>digit'],
    );

  it('find the wrong number of classes', () => {
    expect(only(net({ units: 7 }))).toMatchObject({
      code: 'loss/classes',
      message: 'digit has 10 classes to tell apart, but fc sends 7 values.',
      edge: wire('fc>digit'),
    });
    cured(net({ units: 7 }));
  });

  it('warn of another squashing before their own', () => {
    const twice = net({ activation: 'sigmoid' });
    expect(only(twice)).toMatchObject({
      code: 'loss/activation',
      severity: 'warning',
      message: 'digit applies softmax itself, so the sigmoid of fc before it is one too many.',
    });
    cured(twice);
    expect(analyse(net({ activation: 'softmax' })).problems).toEqual([]);
    expect(analyse(net({ activation: 'softmax' }, { loss: 'meanSquaredError' })).problems).toEqual([]);
  });
});

describe('settings', () => {
  const nodes: Node[] = [PICTURE, ['flatten', 'flatten'], ['fc', 'dense'], DIGIT];
  const wires = ['picture>flatten', 'flatten>fc', 'fc>digit'];
  const training = { epochs: 1, batch: 8, seed: 1, optimizer: { kind: 'adam' } };
  it.each([
    [{ training: { ...training, optimizer: { kind: 'magic' } } }, 'training/unknown-kind', 'training.optimizer.kind'],
    [
      { training: { ...training, optimizer: { kind: 'adam', learningRate: -1 } } },
      'param/range',
      'training.optimizer.learningRate',
    ],
    [{ data: { ...DATA, source: { kind: 'tea-leaves' } } }, 'data/unknown-source', 'data.source.kind'],
    [{ data: { ...DATA, prepare: [{ field: 'image', op: 'polish' }] } }, 'prepare/unknown', 'data.prepare[0].op'],
    [{ data: { ...DATA, prepare: [{ field: 'photo', op: 'rescale' }] } }, 'data/no-field', 'data.prepare[0].field'],
  ])('%j', (more, code, path) => {
    expect(only(project(nodes, wires, more as Partial<Project>))).toMatchObject({ code, path });
  });
});

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
    expect(only(loop)).toMatchObject({ code: 'block/recursion', node: 'b/c/b', outermost: 'b' });
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
