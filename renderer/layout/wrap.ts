import type { Box, Positions } from './place';

/** Columns of a layered layout, wrapped into rows like text. */
export interface WrapOptions {
  /** Width that a row may take, px. */
  readonly width: number;
  readonly gapX: number;
  /** Between the rows; a backward wire's lane runs in it. */
  readonly gapY: number;
}

/** Boxes that stand above each other in a layered layout. */
interface Column {
  readonly boxes: Box[];
  readonly x: number;
  readonly width: number;
  readonly top: number;
}

/**
 * Wraps a long layered layout into rows: whole columns move to the next row where the width is used up, and keep
 * their heights relative to each other, so that a row's wires stay straight. A column never leaves its neighbours
 * where more than one wire leads between them, unless the width is used up half again.
 *
 * @param crossings wires between column i and those after it, by i
 */
export function wrap(
  boxes: readonly Box[],
  placed: Positions,
  crossings: readonly number[],
  options: WrapOptions,
): Positions {
  const columns = columnsOf(boxes, placed);
  const rows = rowsOf(columns, crossings, options);
  const result = new Map<string, readonly [number, number]>();
  let y = 0;
  for (const row of rows) {
    const all = row.flatMap((column) => column.boxes);
    const top = Math.min(...all.map((box) => placed.get(box.id)?.[1] ?? 0));
    let x = 0;
    let bottom = y;
    for (const column of row) {
      for (const box of column.boxes) {
        const at = y + (placed.get(box.id)?.[1] ?? 0) - top;
        result.set(box.id, [x, at]);
        bottom = Math.max(bottom, at + box.height);
      }
      x += column.width + options.gapX;
    }
    y = bottom + options.gapY;
  }
  return result;
}

/** Boxes by their left edge. */
function columnsOf(boxes: readonly Box[], placed: Positions): Column[] {
  const byX = new Map<number, Box[]>();
  for (const box of boxes) {
    const x = placed.get(box.id)?.[0] ?? 0;
    const column = byX.get(x);
    if (column) column.push(box);
    else byX.set(x, [box]);
  }
  return [...byX]
    .sort(([a], [b]) => a - b)
    .map(([x, column]) => ({
      x,
      boxes: column,
      width: Math.max(...column.map((box) => box.width)),
      top: Math.min(...column.map((box) => placed.get(box.id)?.[1] ?? 0)),
    }));
}

/** Fills rows; breaks where only one wire crosses. */
function rowsOf(columns: readonly Column[], crossings: readonly number[], { width, gapX }: WrapOptions): Column[][] {
  const rows: Column[][] = [];
  let row: Column[] = [];
  let used = 0;
  columns.forEach((column, i) => {
    const needed = used + (row.length ? gapX : 0) + column.width;
    const single = (crossings[i - 1] ?? 1) <= 1;
    if (row.length > 0 && needed > width && (single || needed > width * 1.5)) {
      rows.push(row);
      row = [column];
      used = column.width;
    } else {
      row.push(column);
      used = needed;
    }
  });
  if (row.length) rows.push(row);
  return rows;
}
