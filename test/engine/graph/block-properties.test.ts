import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { copy } from '../../../engine/graph/clipboard';
import type { Graph, GraphNode, Project, ProjectBlock } from '../../../engine/graph/document';
import type { Edit, GraphAddress } from '../../../engine/graph/edit';
import { applyEdit } from '../../../engine/graph/edits';
import { blockKind, graphAt } from '../../../engine/graph/graph-at';
import { push, startHistory, undo } from '../../../engine/graph/history';
import { graph, project, wire } from '../compile/drawing';

/** A vector of 8 goes in and out of every kind here, so that any node may stand anywhere and share with its like. */
const DENSE = { units: 8 };
const BLOCKS: Record<string, ProjectBlock> = {
  tower: {
    title: 'Tower',
    params: { units: { type: 'int', default: 8 } },
    inputs: { in: ['first', 'in'] },
    outputs: { out: ['third', 'out'] },
    graph: graph(
      [
        ['first', 'dense', { units: { param: 'units' } }],
        ['second', 'dense', undefined, { shares: 'first' }],
        ['third', 'dense', DENSE],
      ],
      ['first>second', 'second>third'],
    ),
  },
  outer: {
    title: 'Outer',
    params: {},
    inputs: {
      in: [
        ['left', 'in'],
        ['right', 'in'],
      ],
    },
    outputs: { out: ['add', 'out'] },
    graph: graph(
      [
        ['left', 'block:tower'],
        ['right', 'block:tower', undefined, { shares: 'left' }],
        ['free', 'dense', DENSE],
        ['add', 'add'],
      ],
      ['left>free', 'free>add', 'right>add'],
    ),
  },
};
const KINDS = ['dense', 'dense', 'block:tower', 'block:outer'];

/** Nodes each fed by an earlier one, all added up; some share with an earlier one of their kind. */
const net: fc.Arbitrary<Project> = fc
  .array(fc.record({ kind: fc.constantFrom(...KINDS), from: fc.nat(), shares: fc.boolean() }), {
    minLength: 2,
    maxLength: 6,
  })
  .map((drawn) => {
    const nodes: GraphNode[] = [
      { id: 'x', kind: 'input', params: { shape: [8] } },
      { id: 'sum', kind: 'add' },
      { id: 'y', kind: 'output', params: { loss: 'meanSquaredError' } },
    ];
    const edges = [wire('sum>y')];
    drawn.forEach(({ kind, from, shares }, i) => {
      const owner = shares ? nodes.find((node) => node.kind === kind && node.shares === undefined) : undefined;
      const params = kind === 'dense' && !owner ? { params: DENSE } : {};
      const source = from % (i + 1);
      edges.push(wire(`${source === 0 ? 'x' : `n${source - 1}`}>n${i}`));
      edges.push(wire(`n${i}>sum`));
      nodes.push({ id: `n${i}`, kind, ...params, ...(owner && { shares: owner.id }) });
    });
    return { ...project([], [], { blocks: BLOCKS, data: undefined }), graph: { nodes, edges } };
  });

/** What is done to the node or the nodes that two numbers choose. */
interface Step {
  readonly what: 'unpack' | 'detach' | 'makeBlock' | 'share' | 'separate' | 'paste' | 'remove' | 'rename';
  readonly a: number;
  readonly b: number;
  readonly inside: boolean;
}
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('unpack', 'detach', 'makeBlock', 'share', 'separate', 'paste', 'remove', 'rename'),
  a: fc.nat(30),
  b: fc.nat(30),
  inside: fc.boolean(),
});

function editOf(at: Project, { what, a, b, inside }: Step, count: number): Edit {
  const blockIds = Object.keys(at.blocks ?? {});
  const block = inside && blockIds.length > 0 ? blockIds[a % blockIds.length] : undefined;
  const address: GraphAddress = block === undefined ? [] : [blockKind(block)];
  const { nodes } = graphAt(at, address) as Graph;
  const inner = nodes.filter(({ kind }) => kind !== 'input' && kind !== 'output');
  const [one, two] = [inner[a % inner.length]?.id ?? '', inner[b % inner.length]?.id ?? ''];
  const ids = [...new Set([one, two])];
  if (what === 'unpack') return { type: 'unpack', in: address, id: one };
  if (what === 'detach') return { type: 'detachBlock', in: address, id: one, blockId: `own${count}`, all: b % 2 === 0 };
  if (what === 'makeBlock')
    return { type: 'makeBlock', in: address, ids, blockId: `own${count}`, title: 'Own', name: `made${count}` };
  if (what === 'share') return { type: 'share', in: address, id: one, owner: two };
  if (what === 'separate') return { type: 'share', in: address, id: one, owner: undefined };
  if (what === 'paste') return { type: 'paste', in: address, clip: copy(at, address, ids), at: [0, 0] };
  if (what === 'remove') return { type: 'removeNodes', in: address, ids: [one], heal: b % 2 === 0 };
  return { type: 'renameNode', in: address, id: one, to: `named${count}` };
}

/** Every twin's owner stands beside it, is of its kind, owns its weights itself and alone has parameters. */
function brokenShares(at: Project): string[] {
  const graphs = [at.graph, ...Object.values(at.blocks ?? {}).map((block) => block.graph)];
  return graphs.flatMap(({ nodes }) =>
    nodes.flatMap((node) => {
      if (node.shares === undefined) return [];
      const owner = nodes.find(({ id }) => id === node.shares);
      return owner?.kind === node.kind && owner.shares === undefined && !node.params ? [] : [node.id];
    }),
  );
}

/** Ports of blocks that lead to nodes which are not there. */
const brokenPorts = (at: Project): string[] =>
  Object.entries(at.blocks ?? {}).flatMap(([id, { inputs, outputs, graph: inner }]) => {
    const ends = [...Object.values(inputs), ...Object.values(outputs)].flat().flat() as string[];
    const known = new Set(inner.nodes.map((node) => node.id));
    return ends.some((end, i) => i % 2 === 0 && !known.has(end)) ? [id] : [];
  });

function facts(at: Project) {
  const { totals, program, problems } = compile(at, { fields: [] });
  return { totals, problems, weights: program?.weights.map(({ name, shape }) => `${name} ${shape}`).sort() };
}

const errors = (problems: readonly { readonly severity: string }[]) =>
  problems.filter(({ severity }) => severity === 'error');

describe('any sequence of edits to blocks and twins', () => {
  it('keeps twins right, and undone step by step gives every document back', () => {
    fc.assert(
      fc.property(net, fc.array(step, { minLength: 1, maxLength: 8 }), (start, steps) => {
        let history = startHistory(start);
        const seen: Project[] = [start];
        steps.forEach((each, i) => {
          const result = applyEdit(history.present, editOf(history.present, each, i));
          if (!result.ok || result.value === history.present) return;
          history = push(history, result.value, each.what);
          seen.push(result.value);
          expect(brokenShares(result.value)).toEqual([]);
        });
        const texts = seen.map((document) => JSON.stringify(document));
        for (let i = seen.length - 1; i >= 0; i--) {
          expect(JSON.stringify(history.present)).toBe(texts[i]);
          history = undo(history);
        }
        expect(history.present).toBe(start);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every count where blocks are only made, made one’s own or unpacked, and weights by name but where made', () => {
    const plain = fc.constantFrom('unpack', 'detach', 'makeBlock', 'rename') as fc.Arbitrary<Step['what']>;
    const steps = fc.array(fc.tuple(step, plain), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(net, steps, (start, given) => {
        let at = start;
        let before = facts(at);
        expect(errors(before.problems)).toEqual([]);
        given.forEach(([each, what], i) => {
          const result = applyEdit(at, editOf(at, { ...each, what }, i));
          if (!result.ok || result.value === at) return;
          const after = facts(result.value);
          expect(brokenPorts(result.value)).toEqual([]);
          expect(errors(after.problems)).toEqual([]);
          expect(after.totals).toEqual(before.totals);
          if (what === 'unpack' || what === 'detach') expect(after.weights).toEqual(before.weights);
          else expect(after.weights).toHaveLength(before.weights?.length ?? 0);
          at = result.value;
          before = after;
        });
      }),
      { numRuns: 120 },
    );
  });
});
