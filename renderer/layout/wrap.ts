import type { Box, Positions } from './place';

/** Columns of a layered layout, wrapped into rows like text. */
export interface WrapOptions {
  /** Width that a row may take, px. */
  readonly width: number;
  readonly gapX: number;
  /** Between the rows; a backward wire's lane runs in it. */
  readonly gapY: number;
}

/** A box that may begin a part of the net: where maps get smaller, people begin a new row. */
interface Staged extends Box {
  readonly stage?: number;
}

/** Boxes that stand above each other in a layered layout. */
interface Column {
  readonly boxes: readonly Staged[];
  readonly width: number;
}

/** Between branches of one row, px. */
const BAND_GAP = 48;
/** A row may be wider by this much where it would be torn apart otherwise. */
const OVERFULL = 1.5;
/** What a row costs, in squares of the share that it leaves empty. */
const COST = { row: 0.02, torn: 2, stage: 0.1, alone: 0.6, last: 0.3 } as const;

export interface Wrapped {
  readonly places: Positions;
  /** Wires that lead from row to row beside the one that there has to be; half of one for a node alone at the end. */
  readonly flaws: number;
  /** Share of the breaks at which the size of the maps changes; 1 where there is no break. */
  readonly staged: number;
}

/**
 * Wraps a long layered layout into rows: whole columns move to the next row where the width is used up, and keep
 * their order from top to bottom, so that a row's wires stay straight. Rows are about equally long and break where the
 * size of the maps changes if they can; a column never leaves its neighbours where more than one wire leads between
 * them, unless the width is used up half again.
 *
 * @param crossings wires between column i and those after it, by i
 */
export function wrap(
  boxes: readonly Staged[],
  placed: Positions,
  crossings: readonly number[],
  options: WrapOptions,
): Wrapped {
  const columns = columnsOf(boxes, placed);
  const places = new Map<string, readonly [number, number]>();
  const rows = rowsOf(columns, crossings, options);
  let [y, flaws, ended, stageBreaks] = [0, 0, 0, 0];
  for (const row of rows) {
    const all = row.flatMap((column) => column.boxes);
    const topOf = closedUp(all, placed);
    let x = 0;
    for (const column of row) {
      for (const box of column.boxes) places.set(box.id, [x, y + topOf(box)]);
      x += column.width + options.gapX;
    }
    y += Math.max(...all.map((box) => topOf(box) + box.height)) + options.gapY;
    ended += row.length;
    if (ended < columns.length && isStageBreak(columns, ended)) stageBreaks++;
    if (ended < columns.length) flaws += Math.max(0, (crossings[ended - 1] ?? 1) - 1);
    else if (row.length === 1 && columns.length > 1) flaws += 0.5;
  }
  return { places, flaws, staged: rows.length > 1 ? stageBreaks / (rows.length - 1) : 1 };
}

/** Tops within a row: where nothing of the row stands, no room is left but a gap. */
function closedUp(boxes: readonly Box[], placed: Positions): (box: Box) => number {
  const top = (box: Box) => placed.get(box.id)?.[1] ?? 0;
  const moved = new Map<number, number>();
  let [bottom, up] = [Number.NEGATIVE_INFINITY, 0];
  for (const box of [...boxes].sort((a, b) => top(a) - top(b))) {
    const free = top(box) - bottom;
    if (bottom === Number.NEGATIVE_INFINITY) up = top(box);
    else if (free > BAND_GAP) up += free - BAND_GAP;
    moved.set(top(box), top(box) - up);
    bottom = Math.max(bottom, top(box) + box.height);
  }
  return (box) => moved.get(top(box)) ?? 0;
}

/** Boxes by their left edge. */
function columnsOf(boxes: readonly Staged[], placed: Positions): Column[] {
  const byX = new Map<number, Staged[]>();
  for (const box of boxes) {
    const x = placed.get(box.id)?.[0] ?? 0;
    const column = byX.get(x);
    if (column) column.push(box);
    else byX.set(x, [box]);
  }
  return [...byX]
    .sort(([a], [b]) => a - b)
    .map(([, column]) => ({ boxes: column, width: Math.max(...column.map((box) => box.width)) }));
}

/** The cheapest rows of all, as a paragraph of text is broken (Knuth and Plass, Breaking paragraphs into lines, 1981). */
function rowsOf(columns: readonly Column[], crossings: readonly number[], options: WrapOptions): Column[][] {
  const { width, gapX } = options;
  const count = columns.length;
  /** Of the rows before column i: what they cost, and where the last of them begins. */
  const best = columns.map(() => ({ cost: Number.POSITIVE_INFINITY, from: 0 }));
  best.push({ cost: Number.POSITIVE_INFINITY, from: 0 });
  best[0] = { cost: 0, from: 0 };
  for (let from = 0; from < count; from++) {
    const before = best[from]?.cost ?? 0;
    let used = -gapX;
    for (let to = from + 1; to <= count; to++) {
      used += gapX + (columns[to - 1]?.width ?? 0);
      if (to > from + 1 && used > width * OVERFULL) break;
      const cost =
        before + rowCost(used / width, to - from, to === count, from === 0) + breakCost(columns, crossings, to);
      const known = best[to];
      if (known && cost < known.cost) best[to] = { cost, from };
    }
  }
  const rows: Column[][] = [];
  for (let to = count; to > 0; ) {
    const from = best[to]?.from ?? 0;
    rows.unshift(columns.slice(from, to));
    to = from;
  }
  return rows;
}

/** @param fill share of the width that is used */
function rowCost(fill: number, columns: number, last: boolean, first: boolean): number {
  if (first && last && fill <= 1) return 0;
  const alone = last && columns === 1 && !first ? COST.alone : 0;
  const uneven = fill > 1 ? (fill - 1) * 2 : (1 - fill) ** 2 * (last ? COST.last : 1);
  return COST.row + uneven + alone;
}

/** Of a break between column i - 1 and column i. */
function breakCost(columns: readonly Column[], crossings: readonly number[], i: number): number {
  if (i === columns.length) return 0;
  const wires = crossings[i - 1] ?? 1;
  return (wires > 1 ? COST.torn * (wires - 1) : 0) + (isStageBreak(columns, i) ? 0 : COST.stage);
}

/** Whether the size of the maps changes between column i - 1 and column i. */
function isStageBreak(columns: readonly Column[], i: number): boolean {
  const [before, after] = [columns[i - 1], columns[i]];
  return before !== undefined && after !== undefined && stageOf(before) !== stageOf(after);
}

const stageOf = ({ boxes }: Column): number | undefined => boxes[0]?.stage;
