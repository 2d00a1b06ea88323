import type { Picture } from '../../engine/protocol';
import { type Pictures, stripPicture } from '../ui/pictures';

const known = new WeakMap<Picture, Pictures>();

/**
 * The engine's bytes as numbers again: 0…255 stand for `low` to `high`.
 *
 * @param strip numbers a row, for units without a place of their own
 */
export function picturesOf(picture: Picture, strip?: number): Pictures {
  const made = known.get(picture);
  if (made) return made;
  const { cells, low, high, rows, columns, count, channels } = picture;
  const values = new Float32Array(cells.length);
  const scale = (high - low) / 255;
  for (let i = 0; i < cells.length; i++) values[i] = low + (cells[i] as number) * scale;
  const pictures: Pictures = strip
    ? stripPicture(values, strip)
    : { values, count, rows, cols: columns, channels: channels === 3 ? 3 : 1 };
  known.set(picture, pictures);
  return pictures;
}
