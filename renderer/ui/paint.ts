import { type ScaleKind, type ScaleTable, scaleRange, scaleSteps } from './colour-scales';
import { type Pictures, type Strides, stridesOf, valuesOf } from './pictures';

/** A finished picture: RGBA bytes, row by row. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

export interface PaintOptions {
  kind: ScaleKind;
  table: ScaleTable;
  /** The longer side of one picture, in device pixels. */
  cell: number;
  /** Between pictures, in device pixels. */
  gap: number;
  /** Pictures a row. */
  columns: number;
  /** Only whole multiples of a number's cell: the picture may then be smaller than `cell`. */
  whole: boolean;
  /** The numbers at the ends of the scale: of each picture by itself, of all together, or given. */
  range: 'each' | 'shared' | readonly [number, number];
}

/** Size in device pixels that one picture of rows × cols gets; its cells stay square. */
export function pictureSize(
  rows: number,
  cols: number,
  cell: number,
  whole: boolean,
): { width: number; height: number } {
  const longer = Math.max(rows, cols, 1);
  const unit = cell / longer;
  const scale = whole ? Math.max(1, Math.floor(unit)) : unit;
  return { width: Math.max(1, Math.round(cols * scale)), height: Math.max(1, Math.round(rows * scale)) };
}

/**
 * The cells that a pixel shows: one where the picture is drawn larger than its numbers, all that it covers where it is
 * drawn smaller, so that no row is left out.
 */
function covered(pixel: number, pixels: number, cells: number): [number, number] {
  const from = Math.floor((pixel * cells) / pixels);
  return [from, Math.max(from + 1, Math.floor(((pixel + 1) * cells) / pixels))];
}

function mean(
  values: Float32Array,
  at: Strides,
  channel: number,
  rows: [number, number],
  cols: [number, number],
): number {
  let sum = 0;
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let col = cols[0]; col < cols[1]; col++) {
      sum += values[at.start + row * at.row + col * at.col + channel * at.channel] ?? Number.NaN;
    }
  }
  return sum / ((rows[1] - rows[0]) * (cols[1] - cols[0]));
}

/**
 * Paints pictures beside and below each other, unsmoothed. Ground between them, and numbers that are not numbers, stay
 * clear.
 */
export function paint(pictures: Pictures, options: PaintOptions): Pixels {
  const { kind, table, gap, columns, range } = options;
  const { rows, cols, count, channels = 1 } = pictures;
  const size = pictureSize(rows, cols, options.cell, options.whole);
  const across = Math.max(1, Math.min(columns, count));
  const down = Math.max(1, Math.ceil(count / across));
  const width = across * size.width + (across - 1) * gap;
  const height = down * size.height + (down - 1) * gap;
  const rgba = new Uint8ClampedArray(width * height * 4);
  const shared = range === 'each' ? null : range === 'shared' ? scaleRange(kind, pictures.values) : range;

  for (let index = 0; index < count; index++) {
    const [low, high] = shared ?? scaleRange(kind, valuesOf(pictures, index));
    const toStep = (scaleSteps - 1) / (high - low || 1);
    const at = stridesOf(pictures, index);
    const left = (index % across) * (size.width + gap);
    const top = Math.floor(index / across) * (size.height + gap);
    for (let y = 0; y < size.height; y++) {
      const rowSpan = covered(y, size.height, rows);
      for (let x = 0; x < size.width; x++) {
        const colSpan = covered(x, size.width, cols);
        const first = mean(pictures.values, at, 0, rowSpan, colSpan);
        if (Number.isNaN(first)) continue;
        const to = ((top + y) * width + left + x) * 4;
        for (let channel = 0; channel < 3; channel++) {
          const value = channels === 3 && channel > 0 ? mean(pictures.values, at, channel, rowSpan, colSpan) : first;
          const step = Math.max(0, Math.min(scaleSteps - 1, Math.round((value - low) * toStep)));
          rgba[to + channel] = table[step * 3 + channel] ?? 0;
        }
        rgba[to + 3] = 255;
      }
    }
  }
  return { width, height, rgba };
}
