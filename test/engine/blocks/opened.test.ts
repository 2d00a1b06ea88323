import { describe, expect, it } from 'vitest';
import { blocks } from '../../../engine/blocks/contract/registry';
import { compile } from '../../../engine/compile/compile';
import type { Project } from '../../../engine/graph/document';
import type { Edit } from '../../../engine/graph/edit';
import { applyEdit } from '../../../engine/graph/edits';
import { around } from './around';

function apply(start: Project, ...edits: Edit[]): Project {
  return edits.reduce((at, edit) => {
    const result = applyEdit(at, edit);
    if (!result.ok) throw new Error(result.problems[0]?.message);
    return result.value;
  }, start);
}

/** What a run keeps: weights by name with shape and stream, what each call reads, and the counts. */
function kept(project: Project) {
  const { problems, program, totals } = compile(project, { fields: [] });
  expect(problems).toEqual([]);
  const weights = new Map((program?.weights ?? []).map(({ name, shape, stream }) => [name, [shape.join('×'), stream]]));
  return { weights, totals, calls: program?.calls.length };
}

const cases = [...blocks.values()].flatMap((block) =>
  block.examples.map((example) => [block.kind, example.params ?? {}, example] as const),
);

/** Every built-in block: a person can open it, make it their own and unpack it, and nothing is lost. */
describe.each(cases)('%s %o', (kind, params, { inputs }) => {
  const project = around(kind, params as never, inputs);

  it('becomes a block of the project with the same weights', () => {
    const own = apply(project, { type: 'detachBlock', id: 'block', blockId: 'mine', all: false });
    expect(own.graph.nodes.find(({ id }) => id === 'block')?.kind).toBe('block:mine');
    expect(kept(own)).toEqual(kept(project));
  });

  it('unpacks down to the last primitive with the same weights', () => {
    let open = project;
    for (let inner = ['block']; inner.length > 0; ) {
      open = apply(open, ...inner.map((id): Edit => ({ type: 'unpack', id })));
      inner = open.graph.nodes.filter((node) => blocks.has(node.kind)).map(({ id }) => id);
    }
    expect(open.graph.nodes.some((node) => blocks.has(node.kind))).toBe(false);
    expect(kept(open)).toEqual(kept(project));
  });
});
