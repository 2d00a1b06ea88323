import { type Box, columnsOf, type Gaps, type Link, type Positions } from './place';

interface Staged extends Box {
  /** Size of the maps that come out. */
  readonly stage?: number;
}

interface Skip {
  readonly from: number;
  readonly to: number;
}

/**
 * The form of a U-Net: where wires go past parts of the net that work on smaller maps, and lie in each other like
 * shells, every shell is a row below the one around it. The way down is on the left, the way up on the right, each row
 * a gap narrower at both ends than the one above, and what goes past runs straight across. Undefined for every other net.
 */
export function uShape(boxes: readonly Staged[], links: readonly Link[], gaps: Gaps): Positions | undefined {
  const chain = chainOf(boxes, links);
  if (!chain) return undefined;
  const skips = skipsOf(chain, links);
  if (skips.length < 2 || !skips.every((a) => skips.every((b) => areShells(a, b)))) return undefined;
  const depths = chain.map((_, i) => skips.filter(({ from, to }) => from < i && i < to).length);
  if (Math.max(...depths) < 2) return undefined;
  const tops = topsOf(chain, depths, gaps.y);
  const places = new Map<string, readonly [number, number]>();
  /** Where the next box of each row may stand. */
  const free: number[] = [];
  chain.forEach((box, i) => {
    const depth = depths[i] ?? 0;
    const before = chain[i - 1];
    const [left] = (before && places.get(before.id)) ?? [0];
    const right = before ? left + before.width + gaps.x : 0;
    const step = before ? depth - (depths[i - 1] ?? 0) : 0;
    // One step down stands below the last of the row above, one step up above the last of the row below: the wire
    // turns in the lane between. Further steps lead to the right, past what stands in the rows between.
    const wanted = step > 0 ? left + gaps.x : step === -1 ? right - box.width : right;
    const x = Math.max(wanted, free[depth] ?? 0);
    places.set(box.id, [x, tops[depth] ?? 0]);
    free[depth] = x + box.width + gaps.x;
  });
  return places;
}

/** The boxes in order where they form one way from first to last; undefined where any stands beside it. */
function chainOf(boxes: readonly Staged[], links: readonly Link[]): readonly Staged[] | undefined {
  const columns = columnsOf(boxes, links);
  const chain: Staged[] = [];
  for (const box of boxes) {
    const column = columns.get(box.id) ?? 0;
    if (chain[column]) return undefined;
    chain[column] = box;
  }
  return chain.length === boxes.length ? chain : undefined;
}

/** Wires that go past smaller maps. */
function skipsOf(chain: readonly Staged[], links: readonly Link[]): Skip[] {
  const at = new Map(chain.map(({ id }, i) => [id, i]));
  return links.flatMap((link): Skip[] => {
    const [from, to] = [at.get(link.from) ?? 0, at.get(link.to) ?? 0];
    const own = chain[from]?.stage;
    const passed = chain.slice(from + 1, to);
    const smaller = own !== undefined && passed.some(({ stage }) => stage !== undefined && stage < own);
    return to - from > 1 && smaller ? [{ from, to }] : [];
  });
}

const areShells = (a: Skip, b: Skip): boolean =>
  a === b || a.to <= b.from || b.to <= a.from || (a.from < b.from && b.to < a.to) || (b.from < a.from && a.to < b.to);

/** Upper edge of the row of each depth. */
function topsOf(chain: readonly Staged[], depths: readonly number[], gap: number): number[] {
  const heights: number[] = [];
  chain.forEach(({ height }, i) => {
    const depth = depths[i] ?? 0;
    heights[depth] = Math.max(heights[depth] ?? 0, height);
  });
  let top = 0;
  return heights.map((height) => {
    const own = top;
    top += height + gap;
    return own;
  });
}
