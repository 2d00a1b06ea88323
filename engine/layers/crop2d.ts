import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { margins } from './contract/params';
import { float, type Spec, shapeText } from './contract/spec';
import { convolvable } from './parts/convolution';

const NOTHING = [
  [0, 0],
  [0, 0],
];

const nothingLeft = (x: Spec): Fault => ({
  code: 'shape/nothing-left',
  param: 'crop',
  input: 0,
  got: shapeText(x),
  say: { got: shapeText(x) },
  cures: [{ title: 'Cut nothing off', set: { crop: NOTHING } }],
});

export default defineLayer({
  kind: 'crop2d',
  title: 'Crop',
  group: 'shape',
  glyph: 'crop',
  doc: {
    summary: 'Cuts rows and columns off the edges of maps.',
    formula: 'y = x without its first and last rows and columns, as many as given for each side. No parameters.',
    advice:
      'Brings maps to the size of others that convolutions without padding have made smaller, as the shortcuts of the ' +
      'first U-Net do.',
    source: 'Ronneberger, Fischer and Brox, U-Net, 2015',
  },
  params: {
    crop: margins(
      'Cut off',
      [
        [1, 1],
        [1, 1],
      ],
      { help: 'Rows and columns taken from each side.' },
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: ({ crop: [rows = [0, 0], columns = [0, 0]] }) => `${rows.join('+')} × ${columns.join('+')}`,
  shape([x], p) {
    const fault = convolvable(x, 2);
    if (fault) return fault;
    const [rows = 0, columns = 0] = p.crop.map(([a, b], axis) => Number(x.shape[axis + 1]) - a - b);
    return rows < 1 || columns < 1 ? nothingLeft(x) : [float(rows, columns, Number(x.shape[3]))];
  },
  explainShape: ([x], p) =>
    p.crop
      .map(([a, b], axis) => {
        const length = Number(x.shape[axis + 1]);
        return `${axis ? 'Width' : 'Height'}: ${length} − ${a} − ${b} = ${length - a - b}`;
      })
      .join('\n'),
  forward(ops, [x], _weights, p) {
    const begin = [0, ...p.crop.map(([first]) => first), 0];
    const size = [-1, ...p.crop.map(([a, b], axis) => (x.shape[axis + 1] ?? 1) - a - b), -1];
    return [ops.slice(x, begin, size)];
  },
  examples: [
    {
      inputs: [float(3, 4, 1)],
      params: {
        crop: [
          [1, 0],
          [2, 1],
        ],
      },
      outputs: [float(2, 1, 1)],
      numbers: { batch: 1, inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]], outputs: [[7, 11]], by: 'hand' },
    },
    { inputs: [float(64, 64, 8)], outputs: [float(62, 62, 8)] },
  ],
});
