import type { Column, Part } from '../contract/source';

/** Values in one sample of the column. */
export const valuesPerRow = (column: Column): number => column.field.shape.reduce((product, size) => product * size, 1);

/** The row of `column.values` that holds the part's row `row`. */
export const storedRow = (column: Column, row: number): number => column.rows?.[row] ?? row;

/** The part's row `row`, as a view: no copy. */
export function rowValues(column: Column, row: number): Column['values'] {
  const size = valuesPerRow(column);
  const start = storedRow(column, row) * size;
  return column.values.subarray(start, start + size);
}

/** The part's rows `rows` in that order, as indices into the same values. */
export function takeRows(part: Part, rows: Int32Array): Part {
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(part.columns)) {
    const indices = column.rows ? rows.map((row) => storedRow(column, row)) : rows;
    columns[name] = { ...column, rows: indices };
  }
  return { count: rows.length, columns };
}

/** The first label column: what a split by class goes by. */
export const labelColumn = (part: Part): Column | undefined =>
  Object.values(part.columns).find(({ field }) => field.role === 'label' && field.name !== 'group');
