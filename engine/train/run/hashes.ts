import { createHash } from 'node:crypto';
import type { Part } from '../../data/contract/source';
import type { Parts } from '../../data/parts/split';
import type { Graph, Project } from '../../graph/document';
import { Slices } from '../pieces';
import { addTo } from './sha256';

/** What of a graph decides the numbers: not where nodes stand or whether they are drawn open. */
function essence({ nodes, edges }: Graph): unknown {
  const bare = nodes.map(({ position: _p, collapsed: _c, open: _o, ...node }) => node);
  return { nodes: bare, edges };
}

/** SHA-256 of the net: equal for two projects whose nets compute the same. */
export function graphHash({ graph, blocks = {} }: Pick<Project, 'graph' | 'blocks'>): string {
  const inner = Object.entries(blocks).map(([id, { title: _, graph: inside, ...block }]) => [
    id,
    { ...block, graph: essence(inside) },
  ]);
  return createHash('sha256')
    .update(JSON.stringify([essence(graph), inner]))
    .digest('hex');
}

/** SHA-256 of the data as they are split: every value and which row belongs where. */
export async function dataHash(parts: Parts, slices = new Slices()): Promise<string> {
  const hash = createHash('sha256');
  const seen = new Set<object>();
  for (const { count, columns } of Object.values<Part>({ ...parts })) {
    for (const [name, { field, values, rows }] of Object.entries(columns)) {
      hash.update(JSON.stringify([name, field, count]));
      if (rows) await slices.do(addTo(hash, rows));
      // Parts share one array: it is read once.
      if (!seen.has(values)) await slices.do(addTo(hash, values));
      seen.add(values);
    }
  }
  return hash.digest('hex');
}
