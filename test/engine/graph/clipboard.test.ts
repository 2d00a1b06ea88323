import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { copy, parseClip } from '../../../engine/graph/clipboard';
import type { GraphNode, Project } from '../../../engine/graph/document';
import { EMPTY_PROJECT } from '../../../engine/graph/document';
import type { Clip, GraphAddress } from '../../../engine/graph/edit';
import { applyEdit } from '../../../engine/graph/edits';
import { freeName, isId, keptName, toId } from '../../../engine/graph/names';
import { parseProject } from '../../../engine/graph/parse';
import { clipText } from '../../../engine/graph/serialize';

const opened = parseProject(readFileSync(new URL('../../../templates/siamese-mnist.json', import.meta.url), 'utf8'));
if (!opened.ok) throw new Error('The template does not open');
const siamese = opened.value.project;

function paste(project: Project, clip: Clip, to: GraphAddress = [], at: readonly [number, number] = [0, 0]) {
  const result = applyEdit(project, { type: 'paste', in: to, clip, at });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return { project: result.value, notices: result.notices ?? [] };
}
const nodeOf = (project: Project, id: string): GraphNode | undefined => project.graph.nodes.find((n) => n.id === id);

describe('copying and pasting', () => {
  const pair = copy(siamese, [], ['tower', 'twin', 'distance']);

  it('takes nodes, the wires among them and the blocks that they use', () => {
    expect(pair.graph.edges).toHaveLength(2);
    expect(Object.keys(pair.blocks ?? {})).toEqual(['tower']);
    expect(paste(EMPTY_PROJECT, pair).project.blocks).toEqual(siamese.blocks);
  });

  it('gives names that are free and keeps a pair a pair', () => {
    const { project, notices } = paste(siamese, pair, [], [1000, 500]);
    expect(notices).toEqual([]);
    expect(nodeOf(project, 'twin1')).toMatchObject({ shares: 'tower1', position: [1000, 756] });
    expect(nodeOf(project, 'tower1')).toMatchObject({ params: { features: 2 }, position: [1000, 500] });
    expect(project.graph.edges.slice(-2)).toEqual([
      { from: ['tower1', 'out'], to: ['distance1', 'in'] },
      { from: ['twin1', 'out'], to: ['distance1', 'in'] },
    ]);
    expect(project.blocks).toBe(siamese.blocks);
  });

  it('unties a twin that comes alone, with the parameters that it had shared, and says so', () => {
    const { project, notices } = paste(siamese, copy(siamese, [], ['twin']));
    expect(nodeOf(project, 'twin1')).toEqual({
      id: 'twin1',
      kind: 'block:tower',
      params: { features: 2 },
      position: [0, 0],
    });
    expect(notices).toMatchObject([
      {
        code: 'share/untied',
        message: 'twin1 has weights of its own now: tower was not copied with it.',
        node: 'twin1',
      },
    ]);
  });

  it('works across windows as text', () => {
    const read = parseClip(clipText(pair));
    expect(read).toEqual({ ok: true, value: pair });
  });

  it('brings a block of the same name and another inside under a free name', () => {
    const other: Clip = {
      ...pair,
      blocks: { tower: { ...(pair.blocks?.tower as never as object), title: 'Other' } as never },
    };
    const { project } = paste(siamese, other);
    expect(Object.keys(project.blocks ?? {})).toEqual(['tower', 'tower1']);
    expect(nodeOf(project, 'twin1')?.kind).toBe('block:tower1');
    expect(nodeOf(project, 'twin')?.kind).toBe('block:tower');
  });

  it('leaves parameters that follow a block at their default outside it, and says so', () => {
    const { project, notices } = paste(siamese, copy(siamese, ['block:tower'], ['feature']));
    expect(nodeOf(project, 'feature')?.params).toBeUndefined();
    expect(notices).toMatchObject([{ code: 'clip/binding', node: 'feature' }]);
    const inside = paste(siamese, copy(siamese, ['block:tower'], ['feature']), ['block:tower']);
    expect(inside.project.blocks?.tower?.graph.nodes.at(-1)).toMatchObject({
      id: 'feature1',
      params: { units: { param: 'features' } },
    });
  });

  it('never puts a block into itself', () => {
    const result = applyEdit(siamese, { type: 'paste', in: ['block:tower'], clip: pair, at: [0, 0] });
    expect(!result.ok && result.problems[0]?.code).toBe('block/recursion');
  });

  it.each(['', 'hello', '{}', '[1]', '{"format":"netloom-clip"', '{"format":"netloom","version":1}'])(
    'takes no other text for nodes: %s',
    (text) => {
      const result = parseClip(text);
      expect(!result.ok && result.problems[0]?.code).toBe('clip/foreign');
    },
  );

  it('looks over nodes that come from anywhere', () => {
    const hostile = clipText(pair).replace('"tower"', '"../tower"');
    const result = parseClip(hostile);
    expect(!result.ok && result.problems[0]?.code).toBe('project/id');
  });
});

describe('names', () => {
  it('count up from the first that is free', () => {
    expect(freeName('conv', new Set())).toBe('conv1');
    expect(freeName('conv', new Set(['conv1', 'conv2', 'conv4']))).toBe('conv3');
    expect(freeName('conv2', new Set(['conv1']))).toBe('conv2');
    expect(keptName('fc', new Set())).toBe('fc');
    expect(keptName('fc', new Set(['fc']))).toBe('fc1');
    expect(freeName('x'.repeat(100), new Set()).length).toBeLessThanOrEqual(100);
  });

  it('have letters, digits, _ and -, with dots between', () => {
    for (const good of ['conv1', 'layer1.0', 'a-b_c', '3', '-']) expect(isId(good)).toBe(true);
    for (const bad of ['', ' a', 'a/b', '.a', 'a.', 'a..b', 'ä', '__proto__', 'constructor', 'x'.repeat(101)]) {
      expect(isId(bad)).toBe(false);
    }
    expect(toId('conv a?')).toBe('conv-a');
    expect(toId('Käse 1')).toBe('Kase-1');
    expect(toId('??')).toBe('');
  });
});
