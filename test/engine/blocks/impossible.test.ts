import { expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { GraphNode, Project } from '../../../engine/graph/document';
import { applyEdit } from '../../../engine/graph/edits';
import { float, type Spec } from '../../../engine/layers/contract/spec';
import { around } from './around';

const problemsOf = (project: Project) => compile(project, { fields: [] }).problems;

interface Case {
  readonly what: string;
  readonly kind: string;
  readonly params: GraphNode['params'];
  readonly inputs: readonly Spec[];
  readonly code: string;
}

/** Blocks whose parameters make their inside impossible: told at the block, cured by its first fix. */
const curable: Case[] = [
  {
    what: 'a shortcut that keeps fewer maps',
    kind: 'residual',
    params: { filters: 8, shortcut: 'identity' },
    inputs: [float(8, 8, 4)],
    code: 'block/shortcut',
  },
  {
    what: 'zeros that would have to take maps away',
    kind: 'residual',
    params: { filters: 4, shortcut: 'parameterFree' },
    inputs: [float(8, 8, 8)],
    code: 'block/shortcut',
  },
  {
    what: 'a stage whose first block keeps fewer maps',
    kind: 'residualStage',
    params: { filters: 8, form: 'bottleneck', shortcut: 'identity' },
    inputs: [float(8, 8, 4)],
    code: 'block/shortcut',
  },
  {
    what: 'heads that do not divide the channels',
    kind: 'transformerEncoder',
    params: { heads: 5 },
    inputs: [float(4, 16)],
    code: 'shape/groups',
  },
  {
    what: 'more halvings than the picture allows',
    kind: 'encoder',
    params: { stages: 6 },
    inputs: [float(32, 32, 3)],
    code: 'shape/too-small',
  },
  {
    what: 'more halvings than the motion allows',
    kind: 'twoStream',
    params: { stages: 4 },
    inputs: [float(16, 16, 3), float(8, 8, 10)],
    code: 'shape/too-small',
  },
  {
    what: 'a parameter out of its range',
    kind: 'denseBlock',
    params: { growth: 0 },
    inputs: [float(8, 8, 4)],
    code: 'param/range',
  },
  {
    what: 'a vector where maps are taken',
    kind: 'squeezeFire',
    params: {},
    inputs: [float(784)],
    code: 'shape/needs-maps',
  },
];

it.each(curable)('$what: $kind', ({ kind, params, inputs, code }) => {
  const project = around(kind, params, inputs);
  const [first] = problemsOf(project);
  expect(first).toMatchObject({ code, node: 'block' });
  const [fix] = first?.fixes ?? [];
  const cured = applyEdit(project, { type: 'many', label: '', edits: fix?.edits ?? [] });
  expect(cured.ok && problemsOf(cured.value)).toEqual([]);
});

it('maps that come across a U-Net too small for those from below', () => {
  const [first, ...more] = problemsOf(around('unetUp', {}, [float(8, 8, 16), float(12, 12, 8)]));
  expect(first).toMatchObject({
    code: 'shape/too-small',
    node: 'block',
    port: 'across',
    expected: '16×16',
    got: '12×12×8',
  });
  expect(more).toEqual([]);
});
