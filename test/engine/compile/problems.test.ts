import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../../engine/graph/document';
import { analyse, cured, DATA, DIGIT, type Node, only, PICTURE, project, wire } from './drawing';

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

describe('a parameter out of its range', () => {
  const dense = (units: number) =>
    project([PICTURE, ['flat', 'flatten'], ['fc', 'dense', { units }], DIGIT], ['picture>flat', 'flat>fc', 'fc>digit']);

  it.each([
    [0, 'units of fc must be at least 1, and it is 0.'],
    [1e12, 'units of fc must be at most 2147483647, and it is 1000000000000.'],
  ])('such as %s units is told by the side that it passes', (units, message) => {
    expect(only(dense(units))).toMatchObject({ code: 'param/range', node: 'fc', message });
    cured(dense(units));
  });
});
