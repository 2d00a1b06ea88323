/** Some pictures of one size, picture after picture: [count, rows, columns, channels]. */
export interface Cells {
  readonly values: Float32Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/**
 * Maps of one sample, channels last [rows, columns, channels], as one picture a channel: the first `most`, no side
 * longer than `side` (larger ones are averaged over equal squares).
 */
export function mapCells(
  values: ArrayLike<number>,
  [rows, columns, channels]: readonly [number, number, number],
  most: number,
  side: number,
): Cells {
  const step = Math.max(1, Math.ceil(Math.max(rows, columns) / side));
  const down = Math.ceil(rows / step);
  const across = Math.ceil(columns / step);
  const count = Math.min(channels, most);
  const cells = new Float32Array(count * down * across);
  for (let row = 0; row < rows; row++) {
    const r = Math.floor(row / step);
    const height = Math.min(step, rows - r * step);
    for (let column = 0; column < columns; column++) {
      const c = Math.floor(column / step);
      const area = height * Math.min(step, columns - c * step);
      const from = (row * columns + column) * channels;
      for (let channel = 0; channel < count; channel++) {
        const at = (channel * down + r) * across + c;
        cells[at] = (cells[at] as number) + (values[from + channel] as number) / area;
      }
    }
  }
  return { values: cells, count, rows: down, columns: across, channels: 1 };
}

/**
 * A convolution's kernel [rows, columns, inputs, filters] as one picture a filter: in colour where it looks at three
 * channels, else the mean over its inputs. The first `most` filters.
 */
export function filterCells(
  kernel: ArrayLike<number>,
  [rows, columns, inputs, filters]: readonly [number, number, number, number],
  most: number,
): Cells {
  const channels = inputs === 3 ? 3 : 1;
  const share = channels === 3 ? 1 : 1 / inputs;
  const count = Math.min(filters, most);
  const places = rows * columns;
  const cells = new Float32Array(count * places * channels);
  for (let place = 0; place < places; place++) {
    for (let input = 0; input < inputs; input++) {
      const from = (place * inputs + input) * filters;
      for (let filter = 0; filter < count; filter++) {
        const at = (filter * places + place) * channels + (channels === 3 ? input : 0);
        cells[at] = (cells[at] as number) + (kernel[from + filter] as number) * share;
      }
    }
  }
  return { values: cells, count, rows, columns, channels };
}
