/** A column of a table. */
export interface TableColumn<Row> {
  id: string;
  title: string;
  /** What the rows are sorted by, and shown unless `text` says otherwise; null where there is nothing. */
  value: (row: Row) => string | number | null;
  /** The value in words. */
  text?: (row: Row) => string;
  /** Numbers: at the right, in tabular figures, largest first when sorted. */
  figure?: boolean;
  /** Drawn by the table's `cell` snippet. */
  custom?: boolean;
  /** In px. */
  width?: number;
  /** False where sorting makes no sense. */
  sortable?: boolean;
}

export interface SortOrder {
  column: string;
  /** 'up' has the smallest first. */
  direction: 'up' | 'down';
}

/** Words by the reader's alphabet with numbers inside by size, so that conv10 comes after conv9. */
const words = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' });

const missing = (value: string | number | null) => value === null || (typeof value === 'number' && Number.isNaN(value));

/** The rows in order. Rows without a value stand last either way; equal ones keep their order. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  sort: SortOrder | null,
): readonly Row[] {
  const column = sort && columns.find((each) => each.id === sort.column);
  if (!column) return rows;
  const sign = sort.direction === 'up' ? 1 : -1;
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort((a, b) => {
      if (missing(a.value) || missing(b.value)) return Number(missing(a.value)) - Number(missing(b.value));
      const both = typeof a.value === 'number' && typeof b.value === 'number';
      const order = both ? Number(a.value) - Number(b.value) : words.compare(String(a.value), String(b.value));
      return sign * order;
    })
    .map(({ row }) => row);
}

/** Px of a row with its hairline. */
export const ROW_HEIGHT = 32;
const FEW = 200;
const SPARE = 12;

/**
 * Which rows of a table are drawn: all of a short one, of a long one those in sight and some around them.
 *
 * @param offset how far the table is scrolled, px
 * @param height of what can be seen, px; 0 while it is not known
 */
export function rowsInSight(count: number, offset: number, height: number): { from: number; to: number } {
  if (count <= FEW) return { from: 0, to: count };
  const from = Math.min(Math.max(0, Math.floor(offset / ROW_HEIGHT) - SPARE), count);
  return { from, to: Math.min(count, Math.ceil((offset + Math.max(height, ROW_HEIGHT)) / ROW_HEIGHT) + SPARE) };
}
