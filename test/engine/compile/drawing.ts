import { expect } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { Analysis } from '../../../engine/compile/program';
import type { Field } from '../../../engine/data/contract/field';
import type { DataSettings, GraphEdge, GraphNode, Project } from '../../../engine/graph/document';
import { applyEdit } from '../../../engine/graph/edits';
import type { Problem } from '../../../engine/graph/problem';

const FIELDS: readonly Field[] = [
  { name: 'image', shape: [28, 28, 1], dtype: 'float32', role: 'image', range: [0, 255] },
  { name: 'label', shape: [], dtype: 'int32', role: 'label', classes: [...'0123456789'] },
];
export const DATA: DataSettings = {
  source: { kind: 'mnist' },
  split: { validation: 0.1, test: 'official', by: 'none', seed: 1 },
  bind: { picture: 'image', digit: 'label' },
};

export type Node = [id: string, kind: string, params?: GraphNode['params'], more?: Partial<GraphNode>];
/** Wires as `a>b`, or `a.port>b.port`. */
export const wire = (text: string): GraphEdge => {
  const [from, to] = text.split('>').map((end) => end.split('.')) as [string[], string[]];
  return { from: [from[0] ?? '', from[1] ?? 'out'], to: [to[0] ?? '', to[1] ?? 'in'] };
};
export const graph = (nodes: Node[], wires: string[]) => ({
  nodes: nodes.map(
    ([id, kind, params, more], i): GraphNode => ({
      id,
      kind,
      ...(params && { params }),
      position: [i * 208, 0],
      ...more,
    }),
  ),
  edges: wires.map(wire),
});
export const project = (nodes: Node[], wires: string[], more: Partial<Project> = {}): Project => ({
  format: 'netloom',
  version: 1,
  title: 'T',
  graph: graph(nodes, wires),
  data: DATA,
  ...more,
});
export const analyse = (p: Project): Analysis => compile(p, { fields: p.data ? FIELDS : [] });
export const only = (p: Project): Problem => {
  const { problems } = analyse(p);
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toHaveLength(1);
  return problems[0] as Problem;
};
/** Applies the first cure and expects that nothing is left to complain about. */
export function cured(p: Project, choice = 0): Project {
  const fix = only(p).fixes?.[choice];
  const result = applyEdit(p, { type: 'many', label: fix?.title ?? '', edits: fix?.edits ?? [] });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  expect(analyse(result.value).problems).toEqual([]);
  return result.value;
}

export const PICTURE: Node = ['picture', 'input'];
export const DIGIT: Node = ['digit', 'output'];
