import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import type { GraphNode, Project, ProjectBlock } from '../../../engine/graph/document';

const node = (id: string, kind: string, params?: GraphNode['params'], more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind,
  params,
  ...more,
});
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

/** A net with inputs of stated shapes, without data. */
const net = (nodes: GraphNode[], edges: ReturnType<typeof wire>[], blocks?: Project['blocks']) =>
  compile({ format: 'netloom', version: 1, title: 'T', graph: { nodes, edges }, blocks }, { fields: [] });
const ten = { shape: [10] };
const squares = { loss: 'meanSquaredError' };

describe('a net of several inputs and outputs', () => {
  const { program, problems } = net(
    [
      node('second', 'output', { ...squares, weight: 0.3, trainingOnly: true, metrics: ['meanAbsoluteError'] }),
      node('b', 'input', { shape: [4, 4, 3] }),
      node('a', 'input', ten),
      node('flat', 'flatten'),
      node('join', 'concatenate'),
      node('fc', 'dense', { units: 5 }),
      node('first', 'output', squares),
    ],
    [
      wire('b', 'flat'),
      wire('a', 'join'),
      wire('flat', 'join'),
      wire('join', 'fc'),
      wire('fc', 'first'),
      wire('flat', 'second'),
    ],
  );

  it('keeps them in file order, and wires in theirs', () => {
    expect(problems).toEqual([]);
    expect(program?.inputs.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(program?.outputs.map(({ id }) => id)).toEqual(['second', 'first']);
    const join = program?.calls.find(({ path }) => path === 'join');
    expect(join?.inputs).toEqual([program?.taps.get('a.out'), program?.taps.get('flat.out')]);
    expect(program?.values[join?.results[0] ?? -1]?.shape).toEqual([null, 58]);
  });

  it('has what each output says of its loss', () => {
    expect(program?.outputs[0]).toMatchObject({ weight: 0.3, trainingOnly: true, metrics: ['meanAbsoluteError'] });
    expect(program?.outputs[1]).toMatchObject({ weight: 1, trainingOnly: false, activation: 'linear' });
    expect(program?.outputs[1]?.logits).toBe(program?.taps.get('fc.out'));
    expect(program?.outputs[1]?.spec.shape).toEqual([null, 5]);
  });

  it('has each call after those that it needs', () => {
    const ready = new Set(program?.inputs.map(({ value }) => value));
    for (const call of program?.calls ?? []) {
      for (const value of call.inputs) expect(ready.has(value)).toBe(true);
      for (const value of call.results) ready.add(value);
      if (call.activation) ready.add(call.activation.result);
    }
  });
});

describe('an activation before an output', () => {
  const ends = (loss: string, before: GraphNode[], chain: string[]) =>
    net(
      [node('x', 'input', ten), ...before, node('y', 'output', { loss })],
      chain.slice(1).map((to, i) => wire(chain[i] as string, to)),
    );

  it('that the loss applies itself is never applied twice, as parameter or as node', () => {
    const asNode = ends(
      'crossEntropy',
      [node('fc', 'dense'), node('soft', 'activation', { activation: 'softmax' })],
      ['x', 'fc', 'soft', 'y'],
    ).program;
    expect(asNode?.outputs[0]).toMatchObject({ activation: 'softmax', logits: asNode?.calls.at(-1)?.results[0] });
    const sigmoid = ends(
      'binaryCrossEntropy',
      [node('fc', 'dense', { activation: 'sigmoid' })],
      ['x', 'fc', 'y'],
    ).program;
    expect(sigmoid?.outputs[0]).toMatchObject({ activation: 'sigmoid', logits: sigmoid?.calls[0]?.results[0] });
  });

  it('is accepted through muted nodes and out of blocks', () => {
    const soft = node('soft', 'dense', { activation: 'softmax' });
    const muted = ends(
      'crossEntropy',
      [soft, node('drop', 'dropout', undefined, { muted: true })],
      ['x', 'soft', 'drop', 'y'],
    ).program;
    expect(muted?.outputs[0]?.logits).toBe(muted?.calls[0]?.results[0]);
    const block: ProjectBlock = {
      title: 'B',
      params: {},
      inputs: { in: ['soft', 'in'] },
      outputs: { out: ['soft', 'out'] },
      graph: { nodes: [soft], edges: [] },
    };
    const boxed = net(
      [node('x', 'input', ten), node('b', 'block:b'), node('y', 'output')],
      [wire('x', 'b'), wire('b', 'y')],
      { b: block },
    ).program;
    expect(boxed?.outputs[0]?.logits).toBe(boxed?.calls[0]?.results[0]);
    expect(boxed?.taps.get('b.out')).toBe(boxed?.calls[0]?.activation?.result);
  });

  it('stays where the loss has none, or another layer stands between', () => {
    const kept = ends('meanSquaredError', [node('fc', 'dense', { activation: 'softmax' })], ['x', 'fc', 'y']).program;
    expect(kept?.outputs[0]?.logits).toBe(kept?.calls[0]?.activation?.result);
    const between = ends(
      'crossEntropy',
      [node('fc', 'dense', { activation: 'softmax' }), node('drop', 'dropout')],
      ['x', 'fc', 'drop', 'y'],
    ).program;
    expect(between?.calls[1]?.inputs).toEqual([between?.calls[0]?.activation?.result]);
  });
});

describe('muted nodes', () => {
  it('are passed over: the first of what enters goes on', () => {
    const { program, totals, problems, nodes } = net(
      [
        node('x', 'input', ten),
        node('a', 'dense', { units: 4 }),
        node('b', 'dense', { units: 4 }),
        node('sum', 'add', undefined, { muted: true }),
        node('off', 'dense', { units: 99 }, { muted: true }),
        node('y', 'output', squares),
      ],
      [wire('x', 'a'), wire('x', 'b'), wire('a', 'sum'), wire('b', 'sum'), wire('sum', 'off'), wire('off', 'y')],
    );
    expect(problems).toEqual([]);
    expect(program?.outputs[0]?.logits).toBe(program?.taps.get('a.out'));
    expect(program?.calls.map(({ path }) => path)).toEqual(['a', 'b']);
    expect(nodes.get('off')).toMatchObject({ parameters: 0, macs: 0, outputs: [{ shape: [null, 4] }] });
    expect(totals.parameters).toBe(88);
  });

  it('at the ends: an output is left out, an input is missed', () => {
    const nodes = [
      node('x', 'input', ten),
      node('fc', 'dense'),
      node('y', 'output', squares),
      node('z', 'output', squares, { muted: true }),
    ];
    const both = net(nodes, [wire('x', 'fc'), wire('fc', 'y'), wire('fc', 'z')]);
    expect(both.program?.outputs.map(({ id }) => id)).toEqual(['y']);
    const blind = net(
      [node('x', 'input', ten, { muted: true }), ...nodes.slice(1, 3)],
      [wire('x', 'fc'), wire('fc', 'y')],
    );
    expect(blind.problems).toMatchObject([
      { code: 'node/muted-end', node: 'x', fixes: [{ title: 'Let x take part' }] },
    ]);
  });
});
