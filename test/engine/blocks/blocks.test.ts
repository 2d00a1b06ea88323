import { describe, expect, it } from 'vitest';
import { blocks } from '../../../engine/blocks/contract/registry';
import { compile } from '../../../engine/compile/compile';
import type { GraphNode, Project } from '../../../engine/graph/document';
import { layers } from '../../../engine/layers/contract/registry';
import { type Spec, sampleShape } from '../../../engine/layers/contract/spec';

/** A net of one block, whatever comes out left open. */
function around(kind: string, params: GraphNode['params'], inputs: readonly Spec[]): Project {
  const ports = blocks.get(kind)?.inputs ?? [];
  return {
    format: 'netloom',
    version: 1,
    title: kind,
    graph: {
      nodes: [
        ...inputs.map((spec, i) => ({ id: `x${i}`, kind: 'input', params: { shape: sampleShape(spec) } })),
        { id: 'block', kind, params },
        { id: 'y', kind: 'output', params: { loss: 'meanSquaredError' } },
      ],
      edges: [
        ...inputs.map((_, i) => ({ from: [`x${i}`, 'out'] as const, to: ['block', ports[i]?.name ?? 'in'] as const })),
        { from: ['block', blocks.get(kind)?.outputs[0]?.name ?? ''], to: ['y', 'in'] },
      ],
    },
  };
}

describe.each([...blocks.values()])('$kind', (block) => {
  it.each(block.examples)('gives what its example says: $params', ({ params, inputs, outputs, parameters }) => {
    const project = around(block.kind, params as GraphNode['params'], inputs);
    const { problems, nodes, program } = compile(project, { fields: [] });
    expect(problems).toEqual([]);
    expect(nodes.get('block')?.outputs).toEqual(outputs);
    expect(nodes.get('block')?.parameters).toBe(parameters);
    expect(program?.calls.every(({ path }) => path.startsWith('block/'))).toBe(true);
  });

  it('has a glyph, a doc and a name like every kind', () => {
    expect(block.doc.summary.length).toBeGreaterThan(20);
    expect(block.doc.formula).not.toBe('');
    expect(layers.has(block.kind)).toBe(false);
  });

  it('has a place for every node inside', () => {
    const { params, inputs } = block.examples[0] ?? { inputs: [] };
    const defaults = Object.fromEntries(Object.entries(block.params).map(([name, param]) => [name, param.default]));
    const inside = block.inside({ ...defaults, ...params } as never, inputs);
    if ('code' in inside) throw new Error(inside.code);
    const places = inside.graph.nodes.map(({ position }) => String(position));
    expect(new Set(places).size).toBe(places.length);
    expect(places).not.toContain('undefined');
  });
});

describe('a residual block', () => {
  const inner = (params: GraphNode['params'], channels: number) => {
    const { nodes, program } = compile(
      around('residual', params, [{ shape: [null, 8, 8, channels], dtype: 'float32' }]),
      { fields: [] },
    );
    return { paths: [...nodes.keys()].filter((path) => path.startsWith('block/')), program };
  };

  it('adds x itself where the shape allows, x first', () => {
    const { paths, program } = inner({ filters: 4 }, 4);
    expect(paths).not.toContain('block/projection');
    const add = program?.calls.find(({ path }) => path === 'block/add');
    expect(add?.inputs).toEqual([program?.inputs[0]?.value, program?.taps.get('block/norm2.out')]);
  });

  it('projects x where filters or stride change the shape', () => {
    const cases: GraphNode['params'][] = [
      { filters: 8 },
      { filters: 4, stride: 2 },
      { filters: 4, shortcut: 'projection' },
    ];
    for (const params of cases) {
      const { paths, program } = inner(params, 4);
      expect(paths).toContain('block/projection');
      const add = program?.calls.find(({ path }) => path === 'block/add');
      expect(add?.inputs[0]).toBe(program?.taps.get('block/projectionNorm.out'));
    }
  });

  it('has no biases beside those of its normalisations, as in torchvision: 73,984 trainable at 64 maps', () => {
    const { nodes } = compile(around('residual', { filters: 64 }, [{ shape: [null, 56, 56, 64], dtype: 'float32' }]), {
      fields: [],
    });
    expect(nodes.get('block')?.trainable).toBe(73_984);
    expect(nodes.get('block')?.macs).toBe(2 * 56 * 56 * 9 * 64 * 64);
  });
});
