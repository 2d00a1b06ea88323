/** Some pictures of one size in one array, as they come from the engine. */
export interface Pictures {
  values: Float32Array;
  count: number;
  rows: number;
  cols: number;
  /** 1 for one number a cell, 3 for red, green and blue; 1 when absent. */
  channels?: 1 | 3;
  /**
   * 'picture first' has picture after picture, each row by row: [count, rows, cols, channels].
   * 'channels last' is how a layer puts its maps out: [rows, cols, count].
   */
  layout?: 'picture first' | 'channels last';
}

/** Where a picture's numbers lie: the first one and the distances between neighbours, as indices into the array. */
export interface Strides {
  start: number;
  row: number;
  col: number;
  channel: number;
}

/** Where the numbers of one picture lie. */
export function stridesOf(pictures: Pictures, index: number): Strides {
  const { count, rows, cols, channels = 1, layout = 'picture first' } = pictures;
  if (layout === 'channels last') return { start: index, row: cols * count, col: count, channel: 0 };
  return { start: index * rows * cols * channels, row: cols * channels, col: channels, channel: 1 };
}

/** The numbers of one picture, row by row. */
export function valuesOf(pictures: Pictures, index: number): Float32Array {
  const { rows, cols, channels = 1, values } = pictures;
  const at = stridesOf(pictures, index);
  const picked = new Float32Array(rows * cols * channels);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      for (let channel = 0; channel < channels; channel++) {
        picked[next++] = values[at.start + row * at.row + col * at.col + channel * at.channel] ?? 0;
      }
    }
  }
  return picked;
}

/**
 * The filters of a convolution as pictures: one a filter, averaged over its input channels.
 *
 * @param kernel weights in TensorFlow's order, [rows, cols, inputs, filters]
 */
export function kernelPictures(kernel: Float32Array, shape: readonly [number, number, number, number]): Pictures {
  const [rows, cols, inputs, filters] = shape;
  const cells = rows * cols;
  const values = new Float32Array(cells * filters);
  for (let cell = 0; cell < cells; cell++) {
    for (let input = 0; input < inputs; input++) {
      const from = (cell * inputs + input) * filters;
      for (let filter = 0; filter < filters; filter++) {
        values[filter * cells + cell] = (values[filter * cells + cell] ?? 0) + (kernel[from + filter] ?? 0) / inputs;
      }
    }
  }
  return { values, count: filters, rows, cols };
}

/** Numbers without a place of their own, such as the units of a dense layer, as one picture of so many a row. */
export function stripPicture(values: Float32Array, cols = 50): Pictures {
  const rows = Math.max(1, Math.ceil(values.length / cols));
  const padded = new Float32Array(rows * cols).fill(Number.NaN);
  padded.set(values);
  return { values: padded, count: 1, rows, cols };
}

/** The first so many pictures; the same ones where there are no more. */
export function firstPictures(pictures: Pictures, most: number): Pictures {
  if (pictures.count <= most) return pictures;
  const { rows, cols, channels = 1 } = pictures;
  const size = rows * cols * channels;
  if (pictures.layout !== 'channels last')
    return { ...pictures, count: most, values: pictures.values.subarray(0, most * size) };
  const values = new Float32Array(most * size);
  for (let index = 0; index < most; index++) values.set(valuesOf(pictures, index), index * size);
  return { ...pictures, values, count: most, layout: 'picture first' };
}

/** One picture out of several. */
export function onePicture(pictures: Pictures, index: number): Pictures {
  const { rows, cols, channels } = pictures;
  return { values: valuesOf(pictures, index), count: 1, rows, cols, channels };
}
