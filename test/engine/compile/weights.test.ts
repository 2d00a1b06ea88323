import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { fnv1a } from '../../../engine/compile/hash';
import type { GraphNode, Project } from '../../../engine/graph/document';

const node = (id: string, kind: string, params?: GraphNode['params'], more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind,
  params,
  ...more,
});
const wire = (from: string, to: string) => ({ from: [from, 'out'] as const, to: [to, 'in'] as const });

/** A net with inputs of stated shapes, without data. */
const net = (nodes: GraphNode[], edges: ReturnType<typeof wire>[], blocks?: Project['blocks']) =>
  compile({ format: 'netloom', version: 1, title: 'T', graph: { nodes, edges }, blocks }, { fields: [] });
const ten = { shape: [10] };
const squares = { loss: 'meanSquaredError' };

describe('weights', () => {
  it('of frozen nodes, and inside frozen blocks, are not trained', () => {
    const { program, totals } = net(
      [
        node('x', 'input', { shape: [8, 8, 4] }),
        node('res', 'residual', { filters: 4 }, { frozen: true }),
        node('conv', 'conv2d', { filters: 2, kernel: [1, 1] }),
        node('norm', 'batchNorm'),
        node('y', 'output', squares),
      ],
      [wire('x', 'res'), wire('res', 'conv'), wire('conv', 'norm'), wire('norm', 'y')],
    );
    expect(program?.weights.filter(({ trainable }) => trainable).map(({ name }) => name)).toEqual([
      'conv.kernel',
      'conv.bias',
      'norm.scale',
      'norm.offset',
    ]);
    expect(totals.trainable).toBe(4 * 2 + 2 + 2 * 2);
    expect(totals.parameters).toBe(2 * 9 * 4 * 4 + 2 * 16 + 4 * 2 + 2 + 4 * 2);
  });

  it('of twins are counted once, at the first that uses them where their owner is muted', () => {
    const { totals, nodes } = net(
      [
        node('x', 'input', ten),
        node('own', 'dense', { units: 10 }, { muted: true }),
        node('second', 'dense', undefined, { shares: 'own' }),
        node('third', 'dense', undefined, { shares: 'own' }),
        node('y', 'output', squares),
      ],
      [wire('x', 'own'), wire('own', 'second'), wire('second', 'third'), wire('third', 'y')],
    );
    expect(totals).toMatchObject({ parameters: 110, trainable: 110, macs: 200 });
    expect(['own', 'second', 'third'].map((id) => nodes.get(id)?.parameters)).toEqual([0, 110, 0]);
  });

  it('of twins are one set, with one stream of random numbers', () => {
    const { program } = net(
      [
        node('x', 'input', ten),
        node('twin', 'dense', undefined, { shares: 'own' }),
        node('own', 'dense', { units: 10 }),
        node('y', 'output', squares),
      ],
      [wire('x', 'twin'), wire('twin', 'own'), wire('own', 'y')],
    );
    expect(program?.weights.map(({ name }) => name)).toEqual(['own.kernel', 'own.bias']);
    expect(program?.calls.map(({ weights }) => weights)).toEqual([
      { kernel: 0, bias: 1 },
      { kernel: 0, bias: 1 },
    ]);
    expect(program?.calls.map(({ stream }) => stream)).toEqual([fnv1a('own'), fnv1a('own')]);
    expect(program?.weights.map(({ stream }) => stream)).toEqual([fnv1a('own.kernel'), fnv1a('own.bias')]);
  });

  it('are hashed by FNV-1a, as published', () => {
    expect([fnv1a(''), fnv1a('a'), fnv1a('foobar')].map((hash) => hash >>> 0)).toEqual([
      0x811c9dc5, 0xe40c292c, 0xbf9cf968,
    ]);
  });

  it('of one layer more than a tensor can hold are told, not built', () => {
    const { problems, totals, program } = net(
      [
        node('x', 'input', { shape: [200, 200, 3] }),
        node('flat', 'flatten'),
        node('fc', 'dense', { units: 120_000 }),
        node('y', 'output', squares),
      ],
      [wire('x', 'flat'), wire('flat', 'fc'), wire('fc', 'y')],
    );
    expect(totals.parameters).toBe(14_400_120_000);
    expect(problems[0]?.message).toBe(
      'The kernel of fc would have 14,400,000,000 numbers; a tensor holds at most 2,147,483,647.',
    );
    expect(program).toBeUndefined();
  });
});

describe('memory', () => {
  it('is the weights with gradients and slots, and every result twice for each sample', () => {
    const nodes = [node('x', 'input', ten), node('fc', 'dense', { units: 4 }), node('y', 'output', squares)];
    const project: Project = {
      format: 'netloom',
      version: 1,
      title: 'T',
      graph: { nodes, edges: [wire('x', 'fc'), wire('fc', 'y')] },
      training: { epochs: 1, batch: 8, seed: 1, optimizer: { kind: 'adam' } },
    };
    // 44 weights four times (Adam has two slots), 14 results twice for 8 samples, 4 bytes each.
    expect(compile(project, { fields: [] }).totals.memory).toBe(4 * (44 * 4 + 14 * 2 * 8));
  });
});
