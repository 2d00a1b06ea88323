import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import { countAlike } from '../../../engine/graph/block-edits';
import type { Project } from '../../../engine/graph/document';
import type { Edit } from '../../../engine/graph/edit';
import { applyEdit } from '../../../engine/graph/edits';
import { parseProject } from '../../../engine/graph/parse';

function template(id: string): Project {
  const result = parseProject(readFileSync(new URL(`../../../templates/${id}.json`, import.meta.url), 'utf8'));
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value.project;
}
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
/** What a run keeps: weights by name with shape and stream, and the counts. */
function kept(project: Project) {
  const { problems, program, totals } = compile(project, { fields: fieldsOf(project) ?? [] });
  expect(problems).toEqual([]);
  const weights = (program?.weights ?? []).map(({ name, shape, stream }) => [name, shape.join('×'), stream]);
  return { weights: new Map(weights.map(([name, ...rest]) => [name, rest])), totals };
}

const siamese = template('siamese-mnist');
const residual = template('small-residual');

describe('making a built-in block one’s own', () => {
  it('keeps inner names, so that paths, weights and counts stay', () => {
    const own = apply(residual, { type: 'detachBlock', id: 'res1', blockId: 'mine', all: false });
    expect(own.graph.nodes.filter(({ kind }) => kind === 'block:mine').map(({ id }) => id)).toEqual(['res1']);
    expect(kept(own)).toEqual(kept(residual));
  });

  it('keeps parameters that the inside takes over', () => {
    const own = apply(residual, { type: 'detachBlock', id: 'res1', blockId: 'mine', all: false });
    expect(own.blocks?.mine?.params.filters).toEqual({ type: 'int', default: 16, title: 'Filters' });
    expect(Object.keys(own.blocks?.mine?.params ?? {})).toEqual(['filters', 'bias', 'momentum', 'epsilon']);
    expect(own.blocks?.mine?.graph.nodes[0]?.params).toMatchObject({ filters: { param: 'filters' }, stride: [1, 1] });
    expect(own.graph.nodes.find(({ id }) => id === 'res1')?.params).toEqual({ filters: 16 });
  });

  it('takes those of the same inside along when asked for all', () => {
    const all = apply(residual, { type: 'detachBlock', id: 'res2', blockId: 'mine', all: true });
    const kinds = Object.fromEntries(all.graph.nodes.map(({ id, kind }) => [id, kind]));
    expect(kinds).toMatchObject({ res1: 'residual', res2: 'block:mine', res3: 'block:mine' });
    expect(all.graph.nodes.find(({ id }) => id === 'res3')?.params).toEqual({ filters: 64 });
    expect(kept(all)).toEqual(kept(residual));
    // res1 has another shortcut, and so another inside.
    expect(['res1', 'res2', 'res3'].map((id) => countAlike(residual, { id }))).toEqual([1, 2, 2]);
    expect(countAlike(siamese, { id: 'twin' })).toBe(2);
    expect(countAlike(residual, { id: 'nowhere' })).toBe(0);
  });

  it('lets an instance of a project block, and its twins, go its own way', () => {
    const own = apply(siamese, { type: 'detachBlock', id: 'twin', blockId: 'other', all: false });
    expect(own.graph.nodes.filter(({ kind }) => kind === 'block:other').map(({ id }) => id)).toEqual(['tower', 'twin']);
    expect(kept(own)).toEqual(kept(siamese));
  });

  it('needs a block and a free name', () => {
    expect(refused(residual, { type: 'detachBlock', id: 'conv1', blockId: 'mine', all: false })).toBe(
      'edit/not-a-block',
    );
    expect(refused(siamese, { type: 'detachBlock', id: 'tower', blockId: 'tower', all: false })).toBe(
      'edit/name-taken',
    );
    expect(refused(siamese, { type: 'detachBlock', id: 'tower', blockId: 'a b', all: false })).toBe('edit/name');
  });
});

describe('unpacking', () => {
  it('loses nothing: weights keep their names, shapes and first numbers', () => {
    for (const id of ['res1', 'res2']) {
      const unpacked = apply(residual, { type: 'unpack', id });
      expect(unpacked.graph.nodes.some((node) => node.id === id)).toBe(false);
      expect(unpacked.graph.nodes.find((node) => node.id === `${id}.conv1`)).toMatchObject({ origin: `${id}/conv1` });
      expect(kept(unpacked)).toEqual(kept(residual));
    }
  });

  it('opens twins together, so that they go on sharing', () => {
    const unpacked = apply(siamese, { type: 'unpack', id: 'twin' });
    expect(unpacked.graph.nodes.find(({ id }) => id === 'twin.conv1')).toMatchObject({ shares: 'tower.conv1' });
    expect(unpacked.graph.nodes.find(({ id }) => id === 'tower.feature')?.params).toEqual({ units: 2 });
    expect(kept(unpacked)).toEqual(kept(siamese));
    expect(kept(unpacked).totals).toMatchObject({ parameters: 431_102, macs: 4_586_040 });
  });

  it('twice over, one level at a time, still loses nothing', () => {
    const nested: Project = {
      ...residual,
      graph: {
        ...residual.graph,
        nodes: residual.graph.nodes.map((node) =>
          node.id === 'res1' ? { ...node, kind: 'block:outer', params: undefined } : node,
        ),
      },
      blocks: {
        outer: {
          title: 'Outer',
          params: {},
          inputs: { in: ['inner', 'in'] },
          outputs: { out: ['inner', 'out'] },
          graph: { nodes: [{ id: 'inner', kind: 'residual', params: { filters: 16 } }], edges: [] },
        },
      },
    };
    const once = apply(nested, { type: 'unpack', id: 'res1' });
    const twice = apply(once, { type: 'unpack', id: 'res1.inner' });
    expect(kept(once)).toEqual(kept(nested));
    expect(kept(twice)).toEqual(kept(nested));
    expect(kept(twice).weights.has('res1/inner/conv1.kernel')).toBe(true);
    const inside = apply(nested, { type: 'unpack', in: ['block:outer'], id: 'inner' });
    expect(inside.blocks?.outer?.inputs.in).toEqual([
      ['inner.conv1', 'in'],
      ['inner.add', 'in'],
    ]);
    expect(kept(inside)).toEqual(kept(nested));
  });

  it('gives way where something else has taken the old path', () => {
    const unpacked = apply(residual, { type: 'unpack', id: 'res1' }, { type: 'renameNode', id: 'res2', to: 'res1' });
    const names = [...kept(unpacked).weights.keys()];
    expect(new Set(names).size).toBe(kept(residual).weights.size);
    expect(names).toContain('res1.conv1.kernel');
    expect(names).toContain('res1/conv1.kernel');
  });
});

describe('deleting the owner of a pair', () => {
  it('leaves its weights, by their old names, to the twin', () => {
    const alone = apply(siamese, { type: 'removeNodes', ids: ['tower'] });
    expect(alone.graph.nodes.find(({ id }) => id === 'twin')).toMatchObject({
      params: { features: 2 },
      origin: 'tower',
    });
    const { nodes } = compile(alone, { fields: fieldsOf(alone) ?? [] });
    expect(nodes.get('twin')?.parameters).toBe(431_102);
  });
});

describe('blocks of the project', () => {
  it('are not deleted while they are used, nor made to contain themselves', () => {
    expect(refused(siamese, { type: 'setBlock', id: 'tower', block: undefined })).toBe('edit/block-in-use');
    const inner = { id: 'again', kind: 'block:tower' };
    const block = siamese.blocks?.tower;
    if (!block) throw new Error('The template has no tower');
    const looping = { ...block, graph: { ...block.graph, nodes: [...block.graph.nodes, inner] } };
    expect(refused(siamese, { type: 'setBlock', id: 'tower', block: looping })).toBe('block/recursion');
    const unused = apply(siamese, { type: 'unpack', id: 'tower' }, { type: 'setBlock', id: 'tower', block: undefined });
    expect(unused.blocks).toBeUndefined();
  });

  it('never come to stand in themselves, however a node gets there', () => {
    const inside = ['block:tower'] as const;
    const node = { id: 'again', kind: 'block:tower' };
    expect(refused(siamese, { type: 'addNode', in: inside, node })).toBe('block/recursion');
    expect(refused(siamese, { type: 'setKind', in: inside, id: 'conv1', kind: 'block:tower' })).toBe('block/recursion');
    const edge = siamese.blocks?.tower?.graph.edges[0];
    if (!edge) throw new Error('The tower has no wire');
    expect(refused(siamese, { type: 'insertOnEdge', in: inside, edge, node })).toBe('block/recursion');
  });

  it('lead their ports elsewhere inside: what fed the inner port gives way, a new name adds a port', () => {
    const cut = apply(siamese, { type: 'removeNodes', in: ['block:tower'], ids: ['feature'] });
    expect(compile(cut, { fields: [] }).problems.map(({ code }) => code)).toContain('block/port');
    const led = apply(cut, { type: 'leadPort', id: 'tower', side: 'out', port: 'out', to: ['ip2', 'out'] });
    expect(kept(led).totals.parameters).toBe(431_102 - (10 * 2 + 2));
    const fed = apply(siamese, { type: 'leadPort', id: 'tower', side: 'in', port: 'side', to: ['conv2', 'in'] });
    expect(fed.blocks?.tower?.inputs).toEqual({ in: ['conv1', 'in'], side: ['conv2', 'in'] });
    expect(fed.blocks?.tower?.graph.edges.some(({ to }) => to[0] === 'conv2')).toBe(false);
    const both = apply(siamese, { type: 'leadPort', id: 'tower', side: 'in', port: 'in', to: ['conv2', 'in'] });
    expect(both.blocks?.tower?.inputs.in).toEqual([
      ['conv1', 'in'],
      ['conv2', 'in'],
    ]);
    const moved = apply(both, { type: 'leadPort', id: 'tower', side: 'in', port: 'side', to: ['conv2', 'in'] });
    expect(moved.blocks?.tower?.inputs).toEqual({ in: ['conv1', 'in'], side: ['conv2', 'in'] });
    expect(refused(siamese, { type: 'leadPort', id: 'tower', side: 'out', port: 'out', to: ['ghost', 'out'] })).toBe(
      'edit/no-node',
    );
    expect(refused(siamese, { type: 'leadPort', id: 'tower', side: 'in', port: 'in', to: ['conv1', 'out'] })).toBe(
      'wire/unknown-port',
    );
  });

  it('lose a parameter without losing its value inside', () => {
    const set = apply(siamese, { type: 'setBlockParam', id: 'tower', param: 'features', value: undefined });
    expect(set.blocks?.tower?.graph.nodes.at(-1)?.params).toEqual({ units: 2 });
    expect(set.graph.nodes.find(({ id }) => id === 'tower')).toEqual({
      id: 'tower',
      kind: 'block:tower',
      position: [160, 0],
    });
    expect(kept(set).totals.parameters).toBe(431_102);
    expect(refused(siamese, { type: 'setBlockParam', id: 'tower', param: 'ghost', value: undefined })).toBe(
      'edit/unknown-param',
    );
  });

  it('are changed for all their instances at once', () => {
    const wider = apply(siamese, { type: 'setParam', in: ['block:tower'], id: 'ip2', param: 'units', value: 20 });
    // 500·20 + 20 and 20·2 + 2 in place of 500·10 + 10 and 10·2 + 2.
    expect(kept(wider).totals.parameters).toBe(431_102 + 5010 + 20);
  });
});
