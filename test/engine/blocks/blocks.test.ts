import { describe, expect, it } from 'vitest';
import { blocks } from '../../../engine/blocks/contract/registry';
import { compile } from '../../../engine/compile/compile';
import type { GraphNode } from '../../../engine/graph/document';
import { layers } from '../../../engine/layers/contract/registry';
import { around } from './around';

describe.each([...blocks.values()])('$kind', (block) => {
  it.each(block.examples)('gives what its example says: $params', ({ params, inputs, outputs, parameters }) => {
    const project = around(block.kind, params as GraphNode['params'], inputs);
    const { problems, nodes, program } = compile(project, { fields: [] });
    expect(problems).toEqual([]);
    expect(nodes.get('block')?.outputs).toEqual(outputs);
    expect(block.outputs.length).toBe(outputs.length);
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

describe('a residual stage', () => {
  it('has its stride and its projection in the first block only', () => {
    const spec = { shape: [null, 16, 16, 16], dtype: 'float32' } as const;
    const project = around('residualStage', { blocks: 3, filters: 32, stride: 2, shortcut: 'projection' }, [spec]);
    const { nodes } = compile(project, { fields: [] });
    const projections = [...nodes.keys()].filter((path) => path.endsWith('/projection'));
    expect(projections).toEqual(['block/res1/projection']);
    expect(nodes.get('block/res3')?.outputs[0]?.shape).toEqual([null, 8, 8, 32]);
  });

  it('says at itself that x does not fit, with a cure', () => {
    const spec = { shape: [null, 16, 16, 16], dtype: 'float32' } as const;
    const project = around('residualStage', { filters: 32, shortcut: 'identity' }, [spec]);
    const [problem] = compile(project, { fields: [] }).problems;
    expect(problem).toMatchObject({
      code: 'block/shortcut',
      node: 'block',
      fixes: [{ title: 'Project the shortcut' }],
    });
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
