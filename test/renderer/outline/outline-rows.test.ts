import { expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { Project } from '../../../engine/graph/document';
import { outlineOf } from '../../../renderer/outline/outline-rows';

const project: Project = {
  format: 'netloom',
  version: 1,
  title: 't',
  graph: {
    nodes: [
      { id: 'answer', kind: 'output' },
      { id: 'end', kind: 'dense', params: { units: 2 } },
      { id: 'block', kind: 'residual', params: { filters: 4 } },
      { id: 'picture', kind: 'input', params: { shape: [8, 8, 4] } },
    ],
    edges: [
      { from: ['picture', 'out'], to: ['block', 'in'] },
      { from: ['block', 'out'], to: ['end', 'in'] },
      { from: ['end', 'out'], to: ['answer', 'in'] },
    ],
  },
};
const analysis = compile(project, { fields: [] });

it('lists nodes in the order of the flow, with what feeds them and their problems', () => {
  const rows = outlineOf(project, analysis, new Set());
  expect(rows.map((row) => row.name)).toEqual(['picture', 'block', 'end', 'answer']);
  expect(rows[2]?.from).toEqual(['block']);
  expect(rows[2]?.problems).toBeGreaterThan(0);
  expect(rows[1]?.block).toBe(true);
});

it('unfolds a block to its inside', () => {
  const rows = outlineOf(project, analysis, new Set(['block']));
  const inner = rows.filter((row) => row.parent === 'block');
  expect(inner.length).toBeGreaterThan(4);
  expect(inner.every((row) => row.depth === 1 && row.path.startsWith('block/'))).toBe(true);
});

it('lists every node once even where they go round in a circle', () => {
  const circle: Project = {
    ...project,
    graph: { ...project.graph, edges: [...project.graph.edges, { from: ['end', 'out'], to: ['block', 'in'] }] },
  };
  expect(outlineOf(circle, compile(circle, { fields: [] }), new Set()).length).toBe(4);
});
