/** A node to place, px. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}
export interface Link {
  readonly from: string;
  readonly to: string;
}
export interface Gaps {
  readonly x: number;
  readonly y: number;
}
export type Positions = ReadonlyMap<string, readonly [x: number, y: number]>;

/** Column of each box: the longest way that leads to it. Links that close a cycle are passed over. */
export function columnsOf(boxes: readonly Box[], links: readonly Link[]): ReadonlyMap<string, number> {
  const following = new Map<string, string[]>(boxes.map(({ id }) => [id, []]));
  const waiting = new Map<string, number>(boxes.map(({ id }) => [id, 0]));
  for (const { from, to } of links) {
    if (from === to || !following.has(from) || !waiting.has(to)) continue;
    following.get(from)?.push(to);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const columns = new Map<string, number>();
  let ready = boxes.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id);
  const open = new Set(boxes.map(({ id }) => id));
  while (open.size > 0) {
    // Nothing is ready while boxes are left: they stand on a cycle, which the first of them opens.
    if (ready.length === 0) ready = [[...open][0] as string];
    const id = ready.shift() as string;
    if (!open.delete(id)) continue;
    const column = columns.get(id) ?? 0;
    columns.set(id, column);
    for (const next of following.get(id) ?? []) {
      if (open.has(next)) columns.set(next, Math.max(columns.get(next) ?? 0, column + 1));
      const left = (waiting.get(next) ?? 1) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return columns;
}

/**
 * A quick layered layout for nodes that have no position yet: columns by longest way, every branch on a row of
 * its own, in the order of the ports where they join. Tops of a row are equal, so that its wires are straight.
 */
export function place(boxes: readonly Box[], links: readonly Link[], gaps: Gaps): Positions {
  const columns = columnsOf(boxes, links);
  const rows = rowsOf(boxes, links, columns);
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const xs = starts(
    boxes,
    (box) => columns.get(box.id) ?? 0,
    (box) => box.width,
    gaps.x,
  );
  const ys = starts(
    boxes,
    (box) => rows.get(box.id) ?? 0,
    (box) => box.height,
    gaps.y,
  );
  return new Map([...byId.keys()].map((id) => [id, [xs[columns.get(id) ?? 0] ?? 0, ys[rows.get(id) ?? 0] ?? 0]]));
}

/** Where each column (or row) starts when each is as wide as its widest box. */
function starts(boxes: readonly Box[], at: (box: Box) => number, size: (box: Box) => number, gap: number): number[] {
  const sizes: number[] = [];
  for (const box of boxes) sizes[at(box)] = Math.max(sizes[at(box)] ?? 0, size(box));
  let next = 0;
  return Array.from(sizes, (each) => {
    const start = next;
    next += (each ?? 0) + gap;
    return start;
  });
}

/**
 * Peels off a chain again and again, from the last column backwards; a chain takes the first row where its columns are
 * free.
 */
function rowsOf(
  boxes: readonly Box[],
  links: readonly Link[],
  columns: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const taken: Set<number>[] = [];
  const before = new Map<string, string[]>(boxes.map(({ id }) => [id, []]));
  for (const { from, to } of links) before.get(to)?.push(from);
  const column = (id: string) => columns.get(id) ?? 0;
  const leaving = new Map<string, number>();
  for (const { from } of links) leaving.set(from, (leaving.get(from) ?? 0) + 1);
  const isFork = (id: string) => (leaving.get(id) ?? 0) > 1;
  const byColumn = [...boxes].sort((a, b) => column(b.id) - column(a.id));
  for (const { id: last } of byColumn) {
    if (rows.has(last)) continue;
    const chain = [last];
    for (let id: string | undefined = last; id !== undefined; ) {
      const at: string = id;
      const previous: string[] = (before.get(at) ?? []).filter((p) => !rows.has(p) && column(p) < column(at));
      // Of branches that join, the one at the first port, so that none crosses another; never what goes past them.
      id = previous.find((p) => !isFork(p)) ?? previous.sort((a, b) => column(b) - column(a))[0];
      if (id !== undefined) chain.push(id);
    }
    const from = column(chain.at(-1) as string);
    let row = 0;
    const isFree = (r: number) => {
      for (let c = from; c <= column(last); c++) if (taken[r]?.has(c)) return false;
      return true;
    };
    while (!isFree(row)) row++;
    taken[row] ??= new Set();
    for (let c = from; c <= column(last); c++) taken[row]?.add(c);
    for (const id of chain) rows.set(id, row);
  }
  return rows;
}
