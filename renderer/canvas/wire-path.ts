/** The way of a wire in canvas px, from an output at (x1, y1) to an input at (x2, y2). */
export interface Ends {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface WireRoute {
  /** SVG path data. */
  readonly path: string;
  /** Half way, where the cross, the label and the link badge stand. */
  readonly middle: readonly [x: number, y: number];
}

type Point = readonly [x: number, y: number];

/** The handles of a forward curve reach half way, at least this far: close nodes still leave sideways. */
const LEAST_REACH = 12;
const BACK_CORNER = 12;
const SHORTCUT_CORNER = 14;
const BACK_OUT = 18;
const SHORTCUT_OUT = 14;
/** A backward wire's lane lies this far above the first port of the lower row: 32 above its tops. */
const LANE_ABOVE_PORT = 48;

/**
 * Straight at equal heights, a Bézier curve forward, a lane between the rows backward.
 *
 * @param lane height of the horizontal part of a shortcut below its branch, or of a backward wire; absent: chosen
 */
export function routeOf(ends: Ends, lane?: number): WireRoute {
  const { x1, y1, x2, y2 } = ends;
  if (x2 < x1) return backward(ends, lane ?? laneOf(ends));
  if (lane !== undefined) return around(ends, lane, Math.min(SHORTCUT_OUT, (x2 - x1) / 2), SHORTCUT_CORNER);
  const middle: Point = [(x1 + x2) / 2, (y1 + y2) / 2];
  if (Math.abs(y1 - y2) < 0.5) return { path: `M${x1} ${y1}L${x2} ${y2}`, middle };
  const reach = Math.max((x2 - x1) / 2, LEAST_REACH);
  return { path: `M${x1} ${y1}C${x1 + reach} ${y1} ${x2 - reach} ${y2} ${x2} ${y2}`, middle };
}

/** Where a backward wire runs: above the lower of the two rows, or below both ends where they stand in one row. */
function laneOf({ y1, y2 }: Ends): number {
  const lower = Math.max(y1, y2);
  return Math.abs(y2 - y1) > LANE_ABOVE_PORT ? lower - LANE_ABOVE_PORT : lower + LANE_ABOVE_PORT + 48;
}

const backward = (ends: Ends, lane: number): WireRoute => around(ends, lane, BACK_OUT, BACK_CORNER);

function around({ x1, y1, x2, y2 }: Ends, lane: number, out: number, corner: number): WireRoute {
  const points: Point[] = [
    [x1, y1],
    [x1 + out, y1],
    [x1 + out, lane],
    [x2 - out, lane],
    [x2 - out, y2],
    [x2, y2],
  ];
  return { path: rounded(points, corner), middle: [(x1 + x2) / 2, lane] };
}

/** A line through the points whose corners are rounded by at most `radius`. */
export function rounded(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${first[0]} ${first[1]}`;
  rest.forEach((point, i) => {
    const next = rest[i + 1];
    const before = rest[i - 1] ?? first;
    if (!next) path += `L${point[0]} ${point[1]}`;
    else {
      const from = towards(point, before, radius);
      const to = towards(point, next, radius);
      path += `L${from[0]} ${from[1]}Q${point[0]} ${point[1]} ${to[0]} ${to[1]}`;
    }
  });
  return path;
}

/** The point `radius` away from `from` on the way to `to`, at most half way. */
function towards(from: Point, to: Point, radius: number): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length === 0) return from;
  const share = Math.min(radius, length / 2) / length;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

/** The thread between two twins: straight down where they stand below each other, an S otherwise. */
export function threadOf({ x1, y1, x2, y2 }: Ends): WireRoute {
  const middle: Point = [(x1 + x2) / 2, (y1 + y2) / 2];
  if (Math.abs(x1 - x2) < 0.5) return { path: `M${x1} ${y1}L${x2} ${y2}`, middle };
  const bend = (y2 - y1) / 2;
  return { path: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`, middle };
}
