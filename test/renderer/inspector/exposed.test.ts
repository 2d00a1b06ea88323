import { describe, expect, it } from 'vitest';
import type { GraphNode, Json, Project, ProjectBlock } from '../../../engine/graph/document';
import { applyEdit } from '../../../engine/graph/edits';
import { type Kind, kindOf } from '../../../renderer/document/kinds';
import { nodeAt } from '../../../renderer/document/node-at';
import { exposureOf, shownParams } from '../../../renderer/inspector/exposed';
import { node, project } from '../canvas/nets';

const blockOf = (nodes: readonly GraphNode[]): ProjectBlock => ({
  title: 'B',
  params: {},
  inputs: { in: [nodes[0]?.id ?? '', 'in'] },
  outputs: { out: [nodes.at(-1)?.id ?? '', 'out'] },
  graph: { nodes, edges: [] },
});
const start = project([node('x', 'block:b')], [], {
  blocks: { b: blockOf([node('conv', 'conv2d', { params: { padding: 'same' } }), node('more', 'conv2d')]) },
});
const kind = (name: string, of: Project) => kindOf(name, of) as Kind;

function exposure(of: Project, path: string, slot: string, value: Json) {
  const place = nodeAt(of, path);
  const param = place && kind(place.node.kind, of).params[slot];
  if (!place || !param) throw new Error(`There is no ${slot} of ${path}`);
  return exposureOf(of, place, slot, param, value);
}
function applied(of: Project, edits: readonly Parameters<typeof applyEdit>[1][] | undefined): Project {
  const result = applyEdit(of, { type: 'many', label: '', edits: edits ?? [] });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
}

describe('an inner parameter that is offered to instances', () => {
  it('is one of the block, with its bounds, choices and value', () => {
    let at = applied(start, exposure(start, 'x/conv', 'filters', 32)?.expose?.edits);
    at = applied(at, exposure(at, 'x/conv', 'kernel', [5, 5])?.expose?.edits);
    at = applied(at, exposure(at, 'x/conv', 'padding', 'same')?.expose?.edits);
    expect(at.blocks?.b?.params).toMatchObject({
      filters: { type: 'int', default: 32, title: 'Filters' },
      kernel: { type: 'list', default: [5, 5] },
      padding: { type: 'text', default: 'same' },
    });
    expect(at.blocks?.b?.graph.nodes[0]?.params).toEqual({
      filters: { param: 'filters' },
      kernel: { param: 'kernel' },
      padding: { param: 'padding' },
    });
    const shown = shownParams(kind('block:b', at), at);
    expect(shown.filters).toMatchObject({ type: 'int', min: 1, default: 32 });
    expect(shown.kernel).toMatchObject({ type: 'pair', default: [5, 5] });
    expect(shown.padding).toMatchObject({ type: 'choice', default: 'same' });
  });

  it('is followed by another one, and fixed again; the last that goes takes it along', () => {
    let at = applied(start, exposure(start, 'x/conv', 'filters', 16)?.expose?.edits);
    const more = exposure(at, 'x/more', 'filters', 32);
    expect(more?.expose?.name).toBe('filters1');
    expect(more?.follow).toMatchObject([{ name: 'filters', title: 'Filters' }]);
    at = applied(at, more?.follow[0]?.edits);
    at = applied(at, exposure(at, 'x/conv', 'filters', 16)?.release?.edits);
    expect(at.blocks?.b?.params.filters).toBeDefined();
    at = applied(at, exposure(at, 'x/more', 'filters', 16)?.release?.edits);
    expect(at.blocks?.b?.params).toEqual({});
    expect(at.blocks?.b?.graph.nodes[1]?.params).toEqual({ filters: 16 });
  });

  it('is known through blocks in blocks, and a block that holds itself ends', () => {
    const outer: ProjectBlock = {
      ...blockOf([node('inner', 'block:b', { params: { filters: { param: 'width' } } })]),
      params: { width: { type: 'int', default: 8, title: 'Width' } },
    };
    const at = applied(start, exposure(start, 'x/conv', 'filters', 32)?.expose?.edits);
    const nested: Project = { ...at, blocks: { ...at.blocks, outer } };
    expect(shownParams(kind('block:outer', nested), nested).width).toMatchObject({
      title: 'Width',
      min: 1,
      default: 8,
    });
    const loop: ProjectBlock = {
      ...blockOf([node('self', 'block:loop', { params: { n: { param: 'n' } } })]),
      params: { n: { type: 'int', default: 1 } },
    };
    const looping: Project = { ...start, blocks: { loop } };
    expect(shownParams(kind('block:loop', looping), looping).n).toMatchObject({ default: 1 });
  });

  it('is offered neither outside a block, nor by a twin, nor where no file can hold it', () => {
    const outside = project([node('conv', 'conv2d')], []);
    expect(exposure(outside, 'conv', 'filters', 32)).toBeUndefined();
    const margins = [
      [1, 1],
      [0, 0],
    ];
    expect(exposure(start, 'x/conv', 'padding', margins)).toBeUndefined();
    const twins = { b: blockOf([node('conv', 'conv2d'), node('twin', 'conv2d', { shares: 'conv' })]) };
    expect(exposure({ ...start, blocks: twins }, 'x/twin', 'filters', 32)).toBeUndefined();
  });
});
