import { expect, it } from 'vitest';
import { centred } from '../../../renderer/inspect/centre';

/** A drawing of `size` × `size` with white squares at the given places. */
function drawing(size: number, ...squares: [x: number, y: number, side: number][]) {
  const data = new Uint8ClampedArray(size * size * 4);
  for (const [x0, y0, side] of squares) {
    for (let y = y0; y < y0 + side; y++) for (let x = x0; x < x0 + side; x++) data[(y * size + x) * 4] = 255;
  }
  return { data, width: size, height: size };
}
const boxOf = (values: Float32Array, columns: number) => {
  const lit = [...values.keys()].filter((i) => (values[i] ?? 0) > 64);
  const xs = lit.map((i) => i % columns);
  const ys = lit.map((i) => Math.floor(i / columns));
  return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
};

it('scales what is drawn to 20 of 28 and puts it in the middle, wherever it was', () => {
  const corner = centred(drawing(224, [10, 150, 40]), 28, 28, 1);
  expect(boxOf(corner, 28)).toEqual([4, 23, 4, 23]);
  expect(Math.max(...corner)).toBe(255);
  expect([...centred(drawing(224, [120, 20, 40]), 28, 28, 1)]).toEqual([...corner]);
});

it('gives zeros for an empty drawing', () => {
  expect(centred(drawing(50), 28, 28, 1).every((value) => value === 0)).toBe(true);
});

it('repeats the value over the channels', () => {
  const values = centred(drawing(100, [30, 30, 40]), 8, 8, 3);
  expect(values.length).toBe(8 * 8 * 3);
  for (let i = 0; i < values.length; i += 3) expect(values[i]).toBe(values[i + 2]);
});
