import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import type { GraphNode, Project } from '../../../engine/graph/document';

const node = (id: string, kind: string, params?: GraphNode['params']): GraphNode => ({ id, kind, params });
const wire = (from: string, to: string) => ({ from: [from, 'out'] as const, to: [to, 'in'] as const });

const lenet: Project = {
  format: 'netloom',
  version: 1,
  title: 'LeNet',
  graph: {
    nodes: [
      node('picture', 'input'),
      node('conv1', 'conv2d', { filters: 20, kernel: [5, 5] }),
      node('pool1', 'maxPool2d'),
      node('conv2', 'conv2d', { filters: 50, kernel: [5, 5] }),
      node('pool2', 'maxPool2d'),
      node('flatten', 'flatten'),
      node('fc1', 'dense', { units: 500, activation: 'relu' }),
      node('fc2', 'dense', { units: 10, activation: 'softmax' }),
      node('digit', 'output', { loss: 'crossEntropy' }),
    ],
    edges: [
      wire('picture', 'conv1'),
      wire('conv1', 'pool1'),
      wire('pool1', 'conv2'),
      wire('conv2', 'pool2'),
      wire('pool2', 'flatten'),
      wire('flatten', 'fc1'),
      wire('fc1', 'fc2'),
      wire('fc2', 'digit'),
    ],
  },
  data: {
    source: { kind: 'mnist' },
    split: { validation: 0.1, test: 'official', by: 'none', seed: 1 },
    bind: { picture: 'image', digit: 'label' },
  },
};

describe('a chain', () => {
  const analysis = compile(lenet, { fields: fieldsOf(lenet) ?? [] });

  it('counts as Caffe does', () => {
    expect(analysis.problems).toEqual([]);
    expect(analysis.totals).toMatchObject({ parameters: 431_080, trainable: 431_080, macs: 2_293_000 });
    expect(analysis.nodes.get('conv2')?.outputs).toEqual([{ shape: [null, 8, 8, 50], dtype: 'float32' }]);
  });

  it('becomes a program with one call for each layer', () => {
    const program = analysis.program;
    expect(program?.calls.map(({ path }) => path)).toEqual([
      'conv1',
      'pool1',
      'conv2',
      'pool2',
      'flatten',
      'fc1',
      'fc2',
    ]);
    expect(program?.weights.map(({ name }) => name)).toEqual([
      'conv1.kernel',
      'conv1.bias',
      'conv2.kernel',
      'conv2.bias',
      'fc1.kernel',
      'fc1.bias',
      'fc2.kernel',
      'fc2.bias',
    ]);
    expect(program?.inputs).toMatchObject([{ id: 'picture', field: 'image' }]);
  });

  it('takes a softmax drawn before a cross-entropy as the loss’s own', () => {
    const output = analysis.program?.outputs[0];
    const last = analysis.program?.calls.at(-1);
    expect(output?.activation).toBe('softmax');
    expect(output?.logits).toBe(last?.results[0]);
    expect(analysis.program?.taps.get('fc2.out')).toBe(last?.activation?.result);
    expect(output?.metrics).toEqual(['accuracy']);
    expect(output?.field?.name).toBe('label');
  });
});
