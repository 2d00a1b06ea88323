import { expect, it } from 'vitest';
import type { Project } from '../../../engine/graph/document';
import { glyphOf, kindOf } from '../../../renderer/document/kinds';
import { nodeAt } from '../../../renderer/document/node-at';

const inner = { id: 'conv', kind: 'conv2d' };
const PROJECT: Project = {
  format: 'netloom',
  version: 1,
  title: 'Net',
  graph: {
    nodes: [
      { id: 'a', kind: 'dense' },
      { id: 'left', kind: 'block:tower' },
      { id: 'res', kind: 'residual' },
    ],
    edges: [],
  },
  blocks: { tower: { title: 'Tower', params: {}, inputs: {}, outputs: {}, graph: { nodes: [inner], edges: [] } } },
};

it('finds a node and where edits of it go', () => {
  expect(nodeAt(PROJECT, 'a')).toEqual({ node: PROJECT.graph.nodes[0], in: [] });
  expect(nodeAt(PROJECT, 'left/conv')).toEqual({ node: inner, in: ['block:tower'] });
});

it('finds nothing where there is nothing to edit', () => {
  expect(nodeAt(PROJECT, 'b')).toBeUndefined();
  expect(nodeAt(PROJECT, 'a/conv')).toBeUndefined();
  expect(nodeAt(PROJECT, 'left/b')).toBeUndefined();
  expect(nodeAt(PROJECT, 'res/conv1')).toBeUndefined();
});

it('knows layers, blocks and the project’s own blocks by their looks', () => {
  expect(kindOf('conv2d', PROJECT)).toMatchObject({ title: 'Convolution 2D', family: 'conv', composite: false });
  expect(kindOf('residual', PROJECT)).toMatchObject({ family: 'block', composite: true });
  expect(kindOf('block:tower', PROJECT)).toMatchObject({ title: 'Tower', family: 'block', composite: true });
  expect(kindOf('nothing', PROJECT)).toBeUndefined();
  expect(kindOf('conv2d', PROJECT)).toBe(kindOf('conv2d', PROJECT));
});

it('draws a preset by its own glyph, and an input by what enters', () => {
  const activation = kindOf('activation', PROJECT);
  const input = kindOf('input', PROJECT);
  if (!activation || !input) throw new Error('kinds are missing');
  expect(glyphOf({ id: 't', kind: 'activation', params: { activation: 'tanh' } }, activation)).toBe('tanh');
  const picture = { shape: [null, 28, 28, 1], dtype: 'float32' } as const;
  const numbers = { shape: [null, 3], dtype: 'float32' } as const;
  const node = { id: 'x', kind: 'input' };
  expect(glyphOf(node, input, picture)).not.toBe(glyphOf(node, input, numbers));
});
