import type { SampleCell } from '../../engine/protocol';
import type { Pictures } from '../ui/pictures';

/** Whether a value of a sample is drawn: [height, width, channels]. */
export const isPicture = (cell: SampleCell): boolean => cell.shape.length === 3;

/** One value of a sample as a picture of grey or of colours. */
export function cellPicture(cell: SampleCell): Pictures {
  const [rows = 1, cols = 1, channels = 1] = cell.shape;
  return {
    values: cell.values,
    count: 1,
    rows,
    cols,
    channels: channels === 3 ? 3 : 1,
    layout: 'picture first',
  };
}
