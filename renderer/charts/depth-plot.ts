import { logPlaces, logSplits } from './y-axis';

/** Two quantities of one node: what stands at its place along the depth; null where there is no number. */
export interface DepthRow {
  readonly node: string;
  readonly line: number | null;
  readonly mark: number | null;
}

/** Where a chart by depth has its plot, CSS px. */
export interface DepthArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Room for the words at the y axis and under the x axis. */
export const depthArea = (width: number, height: number): DepthArea => ({
  left: 56,
  top: 8,
  width: Math.max(1, width - 56 - 16),
  height: Math.max(1, height - 8 - 20),
});

/** Powers of ten that a chart shows at most: what is smaller lies on its floor. */
const MOST_DECADES = 14;

/** Least and largest value over 0 with some room; a gradient that is gone altogether has no place on the scale. */
export function depthRange(rows: readonly DepthRow[]): [number, number] {
  const values = rows.flatMap(({ line, mark }) => [line, mark]).filter((x): x is number => x !== null && x > 0);
  if (values.length === 0) return [0.1, 1];
  // Not spread into a call: a net may have thousands of nodes.
  const high = values.reduce((a, b) => Math.max(a, b));
  const low = values.reduce((a, b) => Math.min(a, b));
  return [Math.max(low / 2, high / 10 ** MOST_DECADES), high * 2];
}

/** x of row `index`: the first at the left edge, the last at the right; a single one in the middle. */
export const depthX = ({ left, width }: DepthArea, count: number, index: number): number =>
  left + (count > 1 ? (index / (count - 1)) * width : width / 2);

/** The row nearest to x. */
export function depthIndex({ left, width }: DepthArea, count: number, x: number): number | undefined {
  if (count === 0) return undefined;
  return Math.round(Math.min(1, Math.max(0, (x - left) / width)) * (count - 1));
}

export interface DepthColours {
  readonly line: string;
  readonly mark: string;
  readonly grid: string;
  readonly words: string;
  readonly cross: string;
  readonly font: string;
}

/** Draws the plot: the line, a ring at each mark, a cross line at one row. Units are CSS px; the context is scaled. */
export function drawDepth(
  context: CanvasRenderingContext2D,
  area: DepthArea,
  rows: readonly DepthRow[],
  colours: DepthColours,
  tick: (value: number) => string,
  crossed?: number,
): void {
  const [low, high] = depthRange(rows);
  const y = (value: number) => area.top + area.height * (1 - Math.max(0, Math.log(value / low)) / Math.log(high / low));
  const x = (index: number) => depthX(area, rows.length, index);
  context.lineWidth = 1;
  context.font = `11px ${colours.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const places = logPlaces(logSplits(low, high)).filter((place) => place !== null);
  const every = Math.max(1, Math.ceil((places.length * 16) / area.height));
  for (const place of places.filter((_, at) => at % every === 0)) {
    context.strokeStyle = colours.grid;
    stroke(context, [area.left, y(place)], [area.left + area.width, y(place)]);
    context.fillStyle = colours.words;
    context.fillText(tick(place), area.left - 8, y(place));
  }
  context.textBaseline = 'top';
  context.textAlign = 'left';
  const foot = area.top + area.height + 6;
  context.fillText('input', area.left, foot);
  context.textAlign = 'right';
  context.fillText('output', area.left + area.width, foot);
  if (crossed !== undefined) {
    context.strokeStyle = colours.cross;
    stroke(context, [x(crossed), area.top], [x(crossed), area.top + area.height]);
  }
  context.strokeStyle = colours.line;
  context.lineWidth = 1.75;
  context.beginPath();
  let isDrawing = false;
  for (const [index, { line }] of rows.entries()) {
    if (line === null) {
      isDrawing = false;
      continue;
    }
    if (isDrawing) context.lineTo(x(index), y(Math.max(line, low)));
    else context.moveTo(x(index), y(Math.max(line, low)));
    isDrawing = true;
  }
  context.stroke();
  context.strokeStyle = colours.mark;
  context.lineWidth = 1.5;
  for (const [index, { mark }] of rows.entries()) {
    if (mark === null) continue;
    context.beginPath();
    context.arc(x(index), y(Math.max(mark, low)), 3, 0, 2 * Math.PI);
    context.stroke();
  }
}

function stroke(context: CanvasRenderingContext2D, from: readonly [number, number], to: readonly [number, number]) {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}
