import type { PortRef } from '../../graph/document';
import type { Inside } from '../contract/block';
import { endOf, idsOf, line, ROW, type Step, wires } from './drawing';

/**
 * Branches below each other that all see what enters, and a concatenation of their ends in the same order: the form
 * of every Inception module. An empty branch lets what enters through unchanged and has to be the first.
 */
export function branches(...rows: readonly (readonly Step[])[]): Inside {
  const end = Math.max(...rows.map(endOf));
  const middle = Math.floor((rows.length - 1) / 2) * ROW;
  const entry = rows.map((row): PortRef => [row[0]?.[0] ?? 'concat', 'in']);
  return {
    graph: {
      nodes: [...rows.flatMap((row, i) => line(0, i * ROW, ...row)), ...line(end, middle, ['concat', 'concatenate'])],
      edges: rows.flatMap((row) => (row.length > 0 ? wires(...idsOf(row), 'concat') : [])),
    },
    inputs: { in: entry },
    outputs: { out: ['concat', 'out'] },
  };
}
