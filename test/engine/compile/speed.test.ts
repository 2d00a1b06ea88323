import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { GraphEdge, GraphNode, Project } from '../../../engine/graph/document';
import { applyEdit } from '../../../engine/graph/edits';

/** A residual net of single layers: every third node adds what came two before. */
function residualNet(count: number): Project {
  const nodes: GraphNode[] = [{ id: 'x', kind: 'input', params: { shape: [32, 32, 16] } }];
  const edges: GraphEdge[] = [];
  const follow = (from: string, to: string) => edges.push({ from: [from, 'out'], to: [to, 'in'] });
  for (let i = 1; i < count - 1; i++) {
    const previous = nodes[i - 1] as GraphNode;
    const kind = i % 3 === 0 ? 'add' : i % 3 === 1 ? 'conv2d' : 'batchNorm';
    const params = kind === 'conv2d' ? { filters: 16, padding: 'same', bias: false } : undefined;
    nodes.push({ id: `n${i}`, kind, ...(params && { params }) });
    follow(previous.id, `n${i}`);
    if (kind === 'add') follow((nodes[i - 3] as GraphNode).id, `n${i}`);
  }
  const last = (nodes.at(-1) as GraphNode).id;
  nodes.push({ id: 'y', kind: 'output', params: { loss: 'meanSquaredError' } });
  follow(last, 'y');
  return { format: 'netloom', version: 1, title: 'Deep', graph: { nodes, edges } };
}

describe('speed', () => {
  it('a graph of 1,000 nodes compiles within a frame, edit by edit', () => {
    let project = residualNet(1000);
    const times: number[] = [];
    for (let i = 0; i < 40; i++) {
      const edited = applyEdit(project, {
        type: 'setParam',
        id: 'n1',
        param: 'kernel',
        value: i % 2 ? [3, 3] : [5, 5],
      });
      if (!edited.ok) throw new Error(edited.problems[0]?.message);
      project = edited.value;
      const start = performance.now();
      const analysis = compile(project, { fields: [] });
      times.push(performance.now() - start);
      expect(analysis.problems).toEqual([]);
      expect(analysis.program?.calls).toHaveLength(998);
    }
    // The fastest of many tells what the code takes; the others tell how busy the machine is.
    expect(Math.min(...times)).toBeLessThan(16);
  });
});
