import type { Cure } from '../graph/problems';
import { inFull } from './contract/faults';
import { defineLayer } from './contract/layer';
import { numbers, padding, pair } from './contract/params';
import { float } from './contract/spec';
import { convolutionShape, convolvable, extent, places, windowOf } from './parts/convolution';
import { explainWindow, windowEdges, windowReach } from './parts/window';

/** Largest kernel whose numbers are written on the node. */
const WRITTEN = 9;

/** `0 1 2 / 2 2 0 / 0 1 2`: the kernel row by row. */
function rowsText(values: readonly number[], width: number): string {
  const rows: string[] = [];
  for (let at = 0; at < values.length; at += width) rows.push(values.slice(at, at + width).join(' '));
  return rows.join(' / ').replaceAll('-', '−');
}

/** Where there are more or fewer numbers than places: a square kernel that holds them, or the numbers cut to fit. */
function lengthCures(values: readonly number[], expected: number): Cure[] {
  const cut = values.length < expected ? 'Fill up with zeros' : `Keep the first ${expected}`;
  const cures = inFull(cut, 'values', expected, (at) => values[at] ?? 0);
  const side = Math.sqrt(values.length);
  if (side < 1 || !Number.isInteger(side)) return cures;
  return [{ title: `Make the kernel ${side}×${side}`, set: { kernel: [side, side] } }, ...cures];
}

export default defineLayer({
  kind: 'filter2d',
  title: 'Given kernel',
  group: 'conv',
  glyph: 'numbers',
  name: 'filter',
  doc: {
    summary: 'Moves one kernel of given numbers over a picture; nothing in it is learnt.',
    formula:
      'y[i, j, c] = Σ x[i·s + u, j·s + v, c] · k[u, v] over u and v: k the kernel, s the stride. Every channel is ' +
      'filtered by itself. No parameters.',
    advice:
      'To see what a kernel does before a net learns its own: −1 around 8 finds edges, equal numbers blur, 1 in the ' +
      'middle alone changes nothing. A convolution 2D has the same form and learns the numbers.',
    source: 'Gonzalez and Woods, Digital image processing, 2018, chapter 3',
  },
  params: {
    values: numbers('Numbers', [-1, -1, -1, -1, 8, -1, -1, -1, -1], { help: 'Row by row, from the upper left.' }),
    kernel: pair('Kernel', [3, 3], { help: 'Height and width: so many rows of so many numbers.' }),
    stride: pair('Stride', [1, 1], { help: 'How far the kernel moves from one position to the next.', advanced: true }),
    padding: padding(['valid', 'same'], 'valid', {
      help: 'None: the kernel stays inside the picture. Same: zeros around it, so that the size stays.',
    }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'result',
  summary: ({ values, kernel: [height, width] }) =>
    values.length <= WRITTEN ? rowsText(values, width) : `${height}×${width}`,
  shape([x], p) {
    const expected = extent(p.kernel);
    if (p.values.length !== expected) {
      return {
        code: 'param/values',
        param: 'values',
        say: { got: p.values.length, expected },
        cures: lengthCures(p.values, expected),
      };
    }
    return convolvable(x, 2) ?? convolutionShape(x, p, Number(x.shape[3]));
  },
  window: (_inputs, p) => windowReach(windowOf(p)),
  explainShape: ([x], p) => explainWindow(x, windowOf(p)),
  cost: (_inputs, [y], p) => ({ macs: places(y) * Number(y.shape[3]) * extent(p.kernel) }),
  forward(ops, [x], _weights, p) {
    const channels = Number(x.shape[3]);
    const each = p.values.flatMap((value) => Array<number>(channels).fill(value));
    const kernel = ops.constant(Float32Array.from(each), [...p.kernel, channels, 1]);
    const { padding } = windowEdges(x.shape, windowOf(p));
    return [ops.depthwiseConv2d(x, kernel, { stride: p.stride, dilation: [1, 1], padding })];
  },
  examples: [
    {
      inputs: [float(5, 5, 1)],
      params: { values: [0, 1, 2, 2, 2, 0, 0, 1, 2] },
      outputs: [float(3, 3, 1)],
      parameters: 0,
      macs: 81,
      numbers: {
        batch: 1,
        inputs: [[3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1]],
        outputs: [[12, 12, 17, 10, 17, 19, 9, 6, 14]],
        by: 'Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016, figure 1.1; and by hand',
      },
    },
    {
      inputs: [float(3, 3, 1)],
      params: { values: [0, 0, 0, 0, -1, 1, 0, 0, 0], padding: 'same' },
      outputs: [float(3, 3, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 4, 8, 16, 32, 7, 7, 7]],
        outputs: [[1, 2, -4, 8, 16, -32, 0, 0, -7]],
        by: 'hand: what is on the right less what is here, with zeros beyond the edge',
      },
    },
    {
      // Two channels that stay apart: one even, one with a single dot.
      inputs: [float(3, 3, 2)],
      outputs: [float(1, 1, 2)],
      numbers: {
        batch: 1,
        inputs: [[5, 0, 5, 0, 5, 0, 5, 0, 5, 1, 5, 0, 5, 0, 5, 0, 5, 0]],
        outputs: [[0, 8]],
        by: 'hand: the edge kernel gives 0 where all is even and 8 at a dot',
      },
    },
    {
      inputs: [float(6, 7, 3)],
      params: { values: [1, 2], kernel: [1, 2], stride: [2, 3] },
      outputs: [float(3, 2, 3)],
    },
  ],
});
