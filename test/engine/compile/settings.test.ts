import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { GraphNode, Project } from '../../../engine/graph/document';
import { analyse, cured, DATA, DIGIT, type Node, only, PICTURE, project, wire } from './drawing';

describe('bindings', () => {
  const nodes: Node[] = [PICTURE, ['flatten', 'flatten'], ['fc', 'dense'], DIGIT];
  const wires = ['picture>flatten', 'flatten>fc', 'fc>digit'];
  const bound = (bind: Record<string, string>) => project(nodes, wires, { data: { ...DATA, bind } });

  it('that are missing propose the fields that fit', () => {
    expect(only(bound({ digit: 'label' }))).toMatchObject({
      code: 'bind/input',
      node: 'picture',
      fixes: [{ title: 'Bind to image' }],
    });
    expect(only(bound({ picture: 'image' }))).toMatchObject({
      code: 'bind/output',
      node: 'digit',
      fixes: [{ title: 'Bind to label' }],
    });
    cured(bound({ digit: 'label' }));
    cured(bound({ picture: 'image' }));
  });

  it('to fields or nodes that are not there are told', () => {
    expect(only(bound({ picture: 'photo', digit: 'label' })).message).toBe(
      'picture is bound to photo, which the data do not have.',
    );
    const stray = bound({ picture: 'image', digit: 'label', ghost: 'image' });
    expect(only(stray)).toMatchObject({ code: 'bind/node', severity: 'warning' });
    cured(stray);
  });

  it('are not asked for before the fields are known', () => {
    const analysis = compile(bound({ picture: 'image', digit: 'label' }), { fields: [] });
    expect(analysis.problems).toEqual([]);
    expect(analysis.program).toBeUndefined();
  });

  it('are not needed where an input states its shape', () => {
    const free = project([['picture', 'input', { shape: [28, 28, 1] }], ...nodes.slice(1)], wires, { data: undefined });
    expect(analyse(free).problems).toEqual([]);
    expect(analyse(free).program?.inputs[0]).toMatchObject({ field: undefined, spec: { shape: [null, 28, 28, 1] } });
    const shapeless = project(nodes, wires, { data: undefined });
    expect(only(shapeless).code).toBe('bind/no-shape');
  });
});

describe('losses', () => {
  const net = (fc: GraphNode['params'], digit: GraphNode['params'] = {}) =>
    project(
      [PICTURE, ['flatten', 'flatten'], ['fc', 'dense', fc], ['digit', 'output', digit]],
      ['picture>flatten', 'flatten>fc', 'fc>digit'],
    );

  it('find the wrong number of classes', () => {
    expect(only(net({ units: 7 }))).toMatchObject({
      code: 'loss/classes',
      message: 'digit has 10 classes to tell apart, but fc sends 7 values.',
      edge: wire('fc>digit'),
    });
    cured(net({ units: 7 }));
  });

  it('warn of another squashing before their own', () => {
    const twice = net({ activation: 'sigmoid' });
    expect(only(twice)).toMatchObject({
      code: 'loss/activation',
      severity: 'warning',
      message: 'digit applies softmax itself, so the sigmoid of fc before it is one too many.',
    });
    cured(twice);
    expect(analyse(net({ activation: 'softmax' })).problems).toEqual([]);
    expect(analyse(net({ activation: 'softmax' }, { loss: 'meanSquaredError' })).problems).toEqual([]);
  });
});

describe('settings', () => {
  const nodes: Node[] = [PICTURE, ['flatten', 'flatten'], ['fc', 'dense'], DIGIT];
  const wires = ['picture>flatten', 'flatten>fc', 'fc>digit'];
  const training = { epochs: 1, batch: 8, seed: 1, optimizer: { kind: 'adam' } };
  it.each([
    [{ training: { ...training, optimizer: { kind: 'magic' } } }, 'training/unknown-kind', 'training.optimizer.kind'],
    [
      { training: { ...training, optimizer: { kind: 'adam', learningRate: -1 } } },
      'param/range',
      'training.optimizer.learningRate',
    ],
    [{ data: { ...DATA, source: { kind: 'tea-leaves' } } }, 'data/unknown-source', 'data.source.kind'],
    [{ data: { ...DATA, augment: [{ field: 'image', op: 'flip' }] } }, 'data/augment', 'data.augment'],
    [{ data: { ...DATA, prepare: [{ field: 'image', op: 'polish' }] } }, 'prepare/unknown', 'data.prepare[0].op'],
    [{ data: { ...DATA, prepare: [{ field: 'photo', op: 'rescale' }] } }, 'data/no-field', 'data.prepare[0].field'],
  ])('%j', (more, code, path) => {
    expect(only(project(nodes, wires, more as Partial<Project>))).toMatchObject({ code, path });
  });
});
