import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { Column, Part } from '../contract/source';
import { rowValues, storedRow } from './rows';

/** Values of one field of one sample, raw; text for the label where there are classes. */
export interface Cell {
  readonly field: string;
  readonly values: Float32Array<ArrayBuffer>;
  readonly shape: number[];
  readonly label?: string;
}

/** One row of a part, a cell a field. Fails where the part has no such row. */
export function sampleCells(part: Part, row: number, name: string): Result<Cell[]> {
  if (row >= part.count) return fail(problem('data/no-row', { part: name, row, count: part.count }));
  return succeed(Object.values(part.columns).map((column) => cellOf(column, row)));
}

function cellOf(column: Column, row: number): Cell {
  const { name, shape, classes } = column.field;
  const values = Float32Array.from(rowValues(column, row));
  const label = classes?.[values[0] as number];
  return { field: name, values, shape: [...shape], ...(label !== undefined && { label }) };
}

/** How many rows each class of each label has: field name → counts in the order of its classes. */
export function classCounts(part: Part): Record<string, number[]> {
  const counts: Record<string, number[]> = {};
  for (const [name, column] of Object.entries(part.columns)) {
    if (!column.field.classes) continue;
    const list = new Array<number>(column.field.classes.length).fill(0);
    for (let row = 0; row < part.count; row++) {
      const label = column.values[storedRow(column, row)] as number;
      list[label] = (list[label] ?? 0) + 1;
    }
    counts[name] = list;
  }
  return counts;
}
