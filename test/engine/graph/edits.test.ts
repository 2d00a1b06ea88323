import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { GraphEdge, GraphNode, Project } from '../../../engine/graph/document';
import type { Edit } from '../../../engine/graph/edit';
import { applyEdit } from '../../../engine/graph/edits';

const wire = (text: string): GraphEdge => {
  const [from, to] = text.split('>') as [string, string];
  return { from: [from, 'out'], to: [to, 'in'] };
};
const project = (nodes: (string | GraphNode)[], wires: string[], more: Partial<Project> = {}): Project => ({
  format: 'netloom',
  version: 1,
  title: 'T',
  graph: {
    nodes: nodes.map((node) => (typeof node === 'string' ? { id: node, kind: 'dropout' } : node)),
    edges: wires.map(wire),
  },
  ...more,
});
const DATA: Project['data'] = {
  source: { kind: 'mnist' },
  split: { validation: 0.1, test: 'official', by: 'none', seed: 1 },
  bind: { a: 'image' },
};
function apply(start: Project, ...edits: Edit[]): Project {
  return edits.reduce((at, edit) => {
    const result = applyEdit(at, edit);
    if (!result.ok) throw new Error(result.problems[0]?.message);
    return result.value;
  }, start);
}
const refused = (start: Project, edit: Edit): string | undefined => {
  const result = applyEdit(start, edit);
  return result.ok ? undefined : result.problems[0]?.code;
};
const wiresOf = (p: Project) => p.graph.edges.map(({ from, to }) => `${from[0]}>${to[0]}`);
const nodeOf = (p: Project, id: string) => p.graph.nodes.find((node) => node.id === id);

describe('nodes', () => {
  const chain = project(['a', 'b', 'c'], ['a>b', 'b>c'], { data: DATA });

  it('are added under a free name only', () => {
    expect(apply(chain, { type: 'addNode', node: { id: 'd', kind: 'dense' } }).graph.nodes).toHaveLength(4);
    expect(refused(chain, { type: 'addNode', node: { id: 'a', kind: 'dense' } })).toBe('edit/name-taken');
    expect(refused(chain, { type: 'addNode', node: { id: 'a b', kind: 'dense' } })).toBe('edit/name');
    expect(refused(chain, { type: 'addNode', node: { id: 'd', kind: '' } })).toBe('project/field');
    expect(refused(chain, { type: 'addNode', in: ['block:x'], node: { id: 'd', kind: 'k' } })).toBe('edit/no-block');
  });

  it('are renamed with their wires, twins and bindings', () => {
    const pair = project(['a', { id: 'b', kind: 'dropout', shares: 'a' }, 'c'], ['a>b', 'b>c'], { data: DATA });
    const renamed = apply(pair, { type: 'renameNode', id: 'a', to: 'layer1.0' });
    expect(wiresOf(renamed)).toEqual(['layer1.0>b', 'b>c']);
    expect(nodeOf(renamed, 'b')?.shares).toBe('layer1.0');
    expect(renamed.data?.bind).toEqual({ 'layer1.0': 'image' });
    expect(refused(pair, { type: 'renameNode', id: 'a', to: 'c' })).toBe('edit/name-taken');
    expect(refused(pair, { type: 'renameNode', id: 'ghost', to: 'd' })).toBe('edit/no-node');
    expect(refused(pair, { type: 'renameNode', id: 'a', to: 'constructor' })).toBe('edit/name');
  });

  it('that do not change leave the same document', () => {
    expect(apply(chain, { type: 'renameNode', id: 'a', to: 'a' })).toBe(chain);
    expect(apply(chain, { type: 'setParam', id: 'a', param: 'rate', value: undefined })).toBe(chain);
    expect(apply(chain, { type: 'setFlag', ids: ['a'], flag: 'muted', value: false })).toBe(chain);
    expect(apply(chain, { type: 'moveNodes', positions: {} })).toBe(chain);
  });

  it('share what did not change', () => {
    const changed = apply(chain, { type: 'setParam', id: 'b', param: 'rate', value: 0.1 });
    expect(changed.graph.nodes[0]).toBe(chain.graph.nodes[0]);
    expect(changed.graph.edges).toBe(chain.graph.edges);
    expect(changed.data).toBe(chain.data);
  });

  it('take any JSON as a parameter, and nothing else', () => {
    expect(nodeOf(apply(chain, { type: 'setParam', id: 'a', param: 'rate', value: 7 }), 'a')?.params).toEqual({
      rate: 7,
    });
    expect(refused(chain, { type: 'setParam', id: 'a', param: 'rate', value: Number.NaN })).toBe('project/number');
    const set = apply(chain, { type: 'setParam', id: 'a', param: 'rate', value: 7 });
    expect(nodeOf(apply(set, { type: 'setParam', id: 'a', param: 'rate', value: undefined }), 'a')).toEqual({
      id: 'a',
      kind: 'dropout',
    });
  });

  it('become another kind, keeping the wires that it has ports for', () => {
    const changed = apply(chain, { type: 'setKind', id: 'b', kind: 'add' });
    expect(wiresOf(changed)).toEqual(['a>b', 'b>c']);
    const end = apply(chain, { type: 'setKind', id: 'b', kind: 'output', params: { loss: 'contrastive' } });
    expect(wiresOf(end)).toEqual(['a>b']);
    expect(nodeOf(end, 'b')?.params).toEqual({ loss: 'contrastive' });
    expect(apply(chain, { type: 'setKind', id: 'a', kind: 'flatten' }).data?.bind).toEqual({});
  });
});

describe('deleting', () => {
  it('takes wires and bindings along', () => {
    const gone = apply(project(['a', 'b', 'c'], ['a>b', 'b>c'], { data: DATA }), { type: 'removeNodes', ids: ['a'] });
    expect(wiresOf(gone)).toEqual(['b>c']);
    expect(gone.data?.bind).toEqual({});
  });

  it('heals over one node and over a run of nodes', () => {
    const chain = project(['a', 'b', 'c', 'd'], ['a>b', 'b>c', 'c>d']);
    expect(wiresOf(apply(chain, { type: 'removeNodes', ids: ['b'], heal: true }))).toEqual(['a>c', 'c>d']);
    expect(wiresOf(apply(chain, { type: 'removeNodes', ids: ['c', 'b'], heal: true }))).toEqual(['a>d']);
    expect(wiresOf(apply(chain, { type: 'removeNodes', ids: ['b'] }))).toEqual(['c>d']);
  });

  it('heals at the same place in the order of a port that takes many', () => {
    const merge = project(['a', 'b', 'c', { id: 'sum', kind: 'add' }], ['a>b', 'b>sum', 'c>sum']);
    expect(wiresOf(apply(merge, { type: 'removeNodes', ids: ['b'], heal: true }))).toEqual(['a>sum', 'c>sum']);
    const twice = project(['a', 'b', { id: 'sum', kind: 'add' }], ['a>b', 'a>sum', 'b>sum']);
    expect(wiresOf(apply(twice, { type: 'removeNodes', ids: ['b'], heal: true }))).toEqual(['a>sum']);
  });

  it('does not heal over what has several inputs, or over a circle', () => {
    const merge = project(['a', 'b', { id: 'sum', kind: 'add' }, 'c'], ['a>sum', 'b>sum', 'sum>c']);
    expect(wiresOf(apply(merge, { type: 'removeNodes', ids: ['sum'], heal: true }))).toEqual([]);
    const circle = project(['a', 'b', 'c'], ['a>b', 'b>a', 'b>c']);
    expect(wiresOf(apply(circle, { type: 'removeNodes', ids: ['a', 'b'], heal: true }))).toEqual([]);
  });

  it('leads a block’s ports past the node that goes', () => {
    const block = {
      title: 'B',
      params: {},
      inputs: { in: ['a', 'in'] as const },
      outputs: { out: ['c', 'out'] as const },
      graph: project(['a', 'b', 'c'], ['a>b', 'a>c', 'b>c']).graph,
    };
    const start = project([], [], {
      blocks: {
        x: {
          ...block,
          graph: project(['a', 'b', { id: 'c', kind: 'add' }, 'd'], ['a>b', 'a>c', 'b>c', 'c>d']).graph,
          outputs: { out: ['d', 'out'] },
        },
      },
    });
    const gone = apply(start, { type: 'removeNodes', in: ['block:x'], ids: ['a', 'd'], heal: true });
    expect(gone.blocks?.x?.inputs).toEqual({
      in: [
        ['b', 'in'],
        ['c', 'in'],
      ],
    });
    expect(gone.blocks?.x?.outputs).toEqual({ out: ['c', 'out'] });
  });

  it('of the owner of shared weights makes its first twin the owner', () => {
    const three = project(
      [
        { id: 'a', kind: 'dense', params: { units: 7 }, frozen: true },
        { id: 'b', kind: 'dense', shares: 'a' },
        { id: 'c', kind: 'dense', shares: 'a' },
      ],
      [],
    );
    expect(apply(three, { type: 'removeNodes', ids: ['a'] }).graph.nodes).toEqual([
      { id: 'b', kind: 'dense', params: { units: 7 }, frozen: true, origin: 'a' },
      { id: 'c', kind: 'dense', shares: 'b' },
    ]);
  });
});

describe('shared weights', () => {
  it('are frozen for all who use them', () => {
    const pair = project(
      [
        { id: 'a', kind: 'dense' },
        { id: 'b', kind: 'dense', shares: 'a' },
        { id: 'c', kind: 'dense' },
      ],
      [],
    );
    const flags = (of: Project) => of.graph.nodes.map(({ frozen }) => frozen ?? false);
    const frozen = apply(pair, { type: 'setFlag', ids: ['b'], flag: 'frozen', value: true });
    expect(flags(frozen)).toEqual([true, true, false]);
    expect(flags(apply(frozen, { type: 'setFlag', ids: ['a'], flag: 'frozen', value: false }))).toEqual(
      Array(3).fill(false),
    );
    expect(flags(apply(frozen, { type: 'share', id: 'c', owner: 'b' }))).toEqual([true, true, true]);
    // Muting is of the node, not of its weights.
    expect(apply(pair, { type: 'setFlag', ids: ['b'], flag: 'muted', value: true }).graph.nodes[0]).not.toHaveProperty(
      'muted',
    );
  });
});

describe('wires', () => {
  const net = project(['a', 'b', 'c', { id: 'sum', kind: 'add' }], ['a>b']);

  it('replace the one at a port that takes one, and join at a port that takes many', () => {
    expect(wiresOf(apply(net, { type: 'connect', edge: wire('c>b') }))).toEqual(['c>b']);
    const joined = apply(net, { type: 'connect', edge: wire('b>sum') }, { type: 'connect', edge: wire('c>sum') });
    expect(wiresOf(joined)).toEqual(['a>b', 'b>sum', 'c>sum']);
  });

  it('are refused where they cannot be', () => {
    expect(refused(net, { type: 'connect', edge: wire('a>b') })).toBe('edit/wire-there');
    expect(refused(net, { type: 'connect', edge: wire('b>a') })).toBe('edit/cycle');
    expect(refused(net, { type: 'connect', edge: wire('a>a') })).toBe('edit/cycle');
    expect(refused(net, { type: 'connect', edge: wire('a>ghost') })).toBe('edit/no-node');
    expect(refused(net, { type: 'connect', edge: { from: ['a', 'up'], to: ['c', 'in'] } })).toBe('wire/unknown-port');
    expect(refused(net, { type: 'disconnect', edge: wire('a>c') })).toBe('edit/no-wire');
  });

  it('change their order at a port that takes many', () => {
    const three = project(['a', 'b', 'c', { id: 'sum', kind: 'concatenate' }], ['a>sum', 'a>b', 'b>sum', 'c>sum']);
    const moved = apply(three, { type: 'reorderEdge', edge: wire('c>sum'), by: -1 });
    expect(wiresOf(moved)).toEqual(['a>sum', 'a>b', 'c>sum', 'b>sum']);
    expect(apply(three, { type: 'reorderEdge', edge: wire('a>sum'), by: -1 })).toBe(three);
  });

  it('take a new node in, at their place in the order', () => {
    const two = project(['a', 'b', { id: 'sum', kind: 'add' }], ['a>sum', 'b>sum']);
    const node = { id: 'relu1', kind: 'activation' };
    expect(wiresOf(apply(two, { type: 'insertOnEdge', edge: wire('a>sum'), node }))).toEqual([
      'a>relu1',
      'relu1>sum',
      'b>sum',
    ]);
    expect(refused(two, { type: 'insertOnEdge', edge: wire('a>b'), node })).toBe('edit/no-wire');
    expect(refused(two, { type: 'insertOnEdge', edge: wire('a>sum'), node: { id: 'in1', kind: 'input' } })).toBe(
      'edit/no-port',
    );
  });
});

describe('sharing', () => {
  const nodes: GraphNode[] = [
    { id: 'a', kind: 'dense', params: { units: 7 } },
    { id: 'b', kind: 'dense', params: { units: 3 } },
    { id: 'c', kind: 'dense' },
    { id: 'd', kind: 'flatten' },
  ];
  const start = project(nodes, []);
  const pair = apply(start, { type: 'share', id: 'b', owner: 'a' });

  it('takes the owner’s parameters, and has no chains', () => {
    expect(nodeOf(pair, 'b')).toEqual({ id: 'b', kind: 'dense', shares: 'a' });
    expect(nodeOf(apply(pair, { type: 'share', id: 'c', owner: 'b' }), 'c')?.shares).toBe('a');
    const all = apply(pair, { type: 'share', id: 'a', owner: 'c' });
    expect(all.graph.nodes.map(({ shares }) => shares)).toEqual(['c', 'c', undefined, undefined]);
  });

  it('sets a twin’s parameter at the owner, and the kind of both', () => {
    expect(nodeOf(apply(pair, { type: 'setParam', id: 'b', param: 'units', value: 9 }), 'a')?.params).toEqual({
      units: 9,
    });
    const both = apply(pair, { type: 'setKind', id: 'b', kind: 'conv2d', params: { filters: 2 } });
    expect(both.graph.nodes.slice(0, 2)).toEqual([
      { id: 'a', kind: 'conv2d', params: { filters: 2 } },
      { id: 'b', kind: 'conv2d', shares: 'a' },
    ]);
  });

  it('ends with the parameters that were shared', () => {
    const own = apply(pair, { type: 'share', id: 'b', owner: undefined });
    expect(nodeOf(own, 'b')).toEqual({ id: 'b', kind: 'dense', params: { units: 7 } });
  });

  it('needs another node of the same kind', () => {
    expect(refused(start, { type: 'share', id: 'a', owner: 'd' })).toBe('share/kind');
    expect(refused(start, { type: 'share', id: 'a', owner: 'a' })).toBe('share/itself');
    expect(refused(pair, { type: 'share', id: 'a', owner: 'b' })).toBe('share/itself');
    expect(refused(start, { type: 'share', id: 'a', owner: 'ghost' })).toBe('edit/no-node');
  });
});

describe('settings', () => {
  const start = project([{ id: 'a', kind: 'input' }, 'b'], ['a>b'], { data: DATA });
  it('are checked before they are taken', () => {
    const training = { epochs: 3, batch: 8, seed: 1, optimizer: { kind: 'sgd' } };
    expect(apply(start, { type: 'setTraining', training }).training).toBe(training);
    expect(refused(start, { type: 'setTraining', training: { ...training, batch: 0 } })).toBe('project/field');
    expect(refused(start, { type: 'setTitle', title: 'x'.repeat(2000) })).toBe('project/field');
    expect(apply(start, { type: 'setTitle', title: 'New', description: 'D' })).toMatchObject({
      title: 'New',
      description: 'D',
    });
    expect(apply(start, { type: 'setData', data: undefined }).data).toBeUndefined();
  });

  it('bind ends only', () => {
    expect(apply(start, { type: 'bind', node: 'a', field: 'label' }).data?.bind).toEqual({ a: 'label' });
    expect(apply(start, { type: 'bind', node: 'a', field: undefined }).data?.bind).toEqual({});
    expect(refused(start, { type: 'bind', node: 'b', field: 'label' })).toBe('bind/node');
  });
});

describe('several edits as one', () => {
  const start = project(['a'], []);
  it('are all done, or none', () => {
    const edits: Edit[] = [
      { type: 'addNode', node: { id: 'b', kind: 'dropout' } },
      { type: 'connect', edge: wire('a>b') },
    ];
    expect(wiresOf(apply(start, { type: 'many', label: 'Add b', edits }))).toEqual(['a>b']);
    expect(refused(start, { type: 'many', label: 'Add b', edits: [...edits, ...edits] })).toBe('edit/name-taken');
    expect(compile(start, { fields: [] }).nodes.size).toBe(1);
  });
});
