/**
 * What is drawn, made like an MNIST digit: its bounding box scaled to 20/28 of the picture, and its centre of mass in
 * the middle (LeCun, Cortes and Burges, the MNIST database). An empty drawing gives zeros.
 *
 * @param drawn RGBA bytes; red counts
 * @returns values 0 to 255, [rows, columns, channels]
 */
export function centred(
  drawn: { data: Uint8ClampedArray; width: number; height: number },
  rows: number,
  columns: number,
  channels: number,
): Float32Array<ArrayBuffer> {
  const { data, width, height } = drawn;
  const ink = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (data[(y * width + x) * 4] ?? 0);
  let [left, right, top, bottom, mass, sumX, sumY] = [width, -1, height, -1, 0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = ink(x, y);
      if (value === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      mass += value;
      sumX += value * x;
      sumY += value * y;
    }
  }
  const values = new Float32Array(rows * columns * channels);
  if (mass === 0) return values;
  const scale = Math.max(right - left + 1, bottom - top + 1) / (Math.min(rows, columns) * (20 / 28));
  const [middleX, middleY] = [sumX / mass + 0.5, sumY / mass + 0.5];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = middleX + (column + 0.5 - columns / 2) * scale;
      const y = middleY + (row + 0.5 - rows / 2) * scale;
      const value = meanAround(ink, x, y, scale);
      for (let channel = 0; channel < channels; channel++)
        values[(row * columns + column) * channels + channel] = value;
    }
  }
  return values;
}

/** Mean of the square of side `size` around a point, sampled once a pixel. */
function meanAround(ink: (x: number, y: number) => number, x: number, y: number, size: number): number {
  const count = Math.max(1, Math.round(size));
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < count; k++) {
      sum += ink(Math.floor(x + ((i + 0.5) / count - 0.5) * size), Math.floor(y + ((k + 0.5) / count - 0.5) * size));
    }
  }
  return sum / (count * count);
}
