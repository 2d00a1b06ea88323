import { describe, expect, it } from 'vitest';
import type { Project } from '../../../engine/graph/document';
import type { EditOf } from '../../../engine/graph/edit-of';
import { applyEdit } from '../../../engine/graph/edits';
import { analyse, DIGIT, type Node, PICTURE, project, wire } from '../compile/drawing';

const conv = (id: string): Node => [id, 'conv2d', { filters: 4, padding: 'same' }];
const net = project(
  [PICTURE, conv('a'), conv('b'), ['sum', 'add'], ['flatten', 'flatten'], ['fc', 'dense'], DIGIT],
  ['picture>a', 'a>b', 'b>sum', 'a>sum', 'sum>flatten', 'flatten>fc', 'fc>digit'],
);
const make = (of: Project, ids: string[], more: Partial<EditOf<'makeBlock'>> = {}) =>
  applyEdit(of, { type: 'makeBlock', ids, blockId: 'own', title: 'Own', name: 'own1', ...more });
function made(of: Project, ids: string[], more: Partial<EditOf<'makeBlock'>> = {}) {
  const result = make(of, ids, more);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return { ...result.value, notices: result.notices ?? [] };
}
const refused = (of: Project, ids: string[], more: Partial<EditOf<'makeBlock'>> = {}) => {
  const result = make(of, ids, more);
  return result.ok ? undefined : result.problems[0];
};

describe('a selection that becomes a block', () => {
  it('stands in its place with a port for each wire that crosses its border', () => {
    const after = made(net, ['b', 'sum']);
    expect(after.graph.nodes.map(({ id }) => id)).toEqual(['picture', 'a', 'own1', 'flatten', 'fc', 'digit']);
    expect(after.graph.nodes[2]).toEqual({ id: 'own1', kind: 'block:own', position: [416, 0] });
    expect(after.graph.edges).toEqual(['picture>a', 'a>own1', 'own1>flatten', 'flatten>fc', 'fc>digit'].map(wire));
    expect(after.blocks?.own).toEqual({
      title: 'Own',
      params: {},
      inputs: {
        in: [
          ['b', 'in'],
          ['sum', 'in'],
        ],
      },
      outputs: { out: ['sum', 'out'] },
      graph: {
        nodes: [
          { id: 'b', kind: 'conv2d', params: { filters: 4, padding: 'same' }, position: [0, 0] },
          { id: 'sum', kind: 'add', position: [208, 0] },
        ],
        edges: [wire('b>sum')],
      },
    });
    expect(analyse(after).problems).toEqual([]);
    expect(analyse(after).totals).toEqual(analyse(net).totals);
  });

  it('names several ports after the nodes inside, and gives parts that nothing feeds a port', () => {
    const loose = project([conv('a'), ['gate', 'subtract'], conv('b')], ['a>gate']);
    const { own } = made(loose, ['gate', 'b']).blocks ?? {};
    expect(own?.inputs).toEqual({ gate: ['gate', 'in'], b: ['b', 'in'] });
    expect(own?.outputs).toEqual({ gate: ['gate', 'out'], b: ['b', 'out'] });
  });

  it('says where wires come in another order than before', () => {
    expect(made(net, ['b', 'sum']).notices).toMatchObject([{ code: 'block/order', node: 'sum' }]);
    const kept = project(
      [PICTURE, conv('a'), conv('b'), ['sum', 'concatenate']],
      ['picture>a', 'a>b', 'a>sum', 'b>sum'],
    );
    expect(made(kept, ['b', 'sum']).notices).toEqual([]);
  });

  it('inside a block keeps what follows its parameters, and its ports', () => {
    const block = {
      title: 'B',
      params: { width: { type: 'int' as const, default: 4 } },
      inputs: { in: ['a', 'in'] as const },
      outputs: { out: ['b', 'out'] as const },
      graph: project(
        [
          ['a', 'conv2d', { filters: { param: 'width' } }],
          ['b', 'conv2d', { filters: { param: 'width' } }],
        ],
        ['a>b'],
      ).graph,
    };
    const around = project(
      [PICTURE, ['x', 'block:b', { width: 6 }], ['flatten', 'flatten'], ['fc', 'dense'], DIGIT],
      ['picture>x', 'x>flatten', 'flatten>fc', 'fc>digit'],
      { blocks: { b: block } },
    );
    const after = made(around, ['a', 'b'], { in: ['block:b'] });
    expect(after.blocks?.b).toMatchObject({ inputs: { in: ['own1', 'in'] }, outputs: { out: ['own1', 'out'] } });
    expect(after.blocks?.b?.graph.nodes).toMatchObject([{ id: 'own1', params: { width: { param: 'width' } } }]);
    expect(after.blocks?.own?.params).toEqual({ width: { type: 'int', default: 4 } });
    expect(analyse(after).problems).toEqual([]);
    expect(analyse(after).totals).toEqual(analyse(around).totals);
  });

  it('may hold instances and whole families of twins', () => {
    const twins = project(
      [PICTURE, ['res', 'residual', { filters: 4 }], ['a', 'relu'], ['b', 'relu', undefined, { shares: 'a' }]],
      ['picture>res', 'res>a', 'res>b'],
    );
    const { own } = made(twins, ['res', 'a', 'b']).blocks ?? {};
    expect(own?.graph.nodes.find(({ id }) => id === 'b')?.shares).toBe('a');
    expect(own?.graph.nodes[0]?.kind).toBe('residual');
  });

  it('is refused, with the reason, where it cannot be one', () => {
    expect(refused(net, [])?.code).toBe('edit/nothing-chosen');
    expect(refused(net, ['ghost'])?.code).toBe('edit/no-node');
    expect(refused(net, ['a', 'sum'])).toMatchObject({ code: 'edit/between', node: 'b' });
    expect(refused(net, ['picture', 'a'])).toMatchObject({ code: 'edit/end-in-block', node: 'picture' });
    const pair = project([conv('a'), ['b', 'conv2d', undefined, { shares: 'a' }], conv('c')], []);
    expect(refused(pair, ['a', 'c'])).toMatchObject({ code: 'edit/parts-twins', node: 'b' });
    expect(refused(pair, ['b', 'c'])).toMatchObject({ code: 'edit/parts-twins', node: 'b' });
    expect(refused(net, ['a'], { name: 'fc' })?.code).toBe('edit/name-taken');
    expect(refused(net, ['a'], { blockId: 'a b' })?.code).toBe('edit/name');
    expect(refused(made(net, ['b', 'sum']), ['a'])?.code).toBe('edit/block-there');
  });
});
