import { defineLayer } from './contract/layer';
import { pair } from './contract/params';
import { float } from './contract/spec';
import { convolvable } from './parts/convolution';
import { METHOD } from './parts/resizing';
import { sizesText } from './parts/window';

export default defineLayer({
  kind: 'upsample2d',
  title: 'Upsample',
  group: 'shape',
  glyph: 'upsample',
  doc: {
    summary: 'Makes maps larger by a whole factor.',
    formula:
      'Nearest: y[i, j] = x[⌊i/f⌋, ⌊j/f⌋], f the factor. Bilinear: the mean of the four values around the place, weighed ' +
      'by how near they are; pixels keep their centres, and what lies over the edge is as the edge. No parameters.',
    advice:
      'A convolution behind it learns what to draw. Against a transposed convolution it leaves no chequered pattern. ' +
      'Bilinear is smoother, nearest keeps edges and labels sharp.',
    source: 'Odena, Dumoulin and Olah, Deconvolution and checkerboard artifacts, 2016',
  },
  params: {
    factor: pair('Factor', [2, 2], { help: 'What height and width are multiplied by.' }),
    method: METHOD,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => `× ${sizesText(p.factor)}, ${p.method}`,
  shape: ([x], p) =>
    convolvable(x, 2) ?? [
      float(Number(x.shape[1]) * p.factor[0], Number(x.shape[2]) * p.factor[1], Number(x.shape[3])),
    ],
  window: (_inputs, p) => ({
    size: p.method === 'bilinear' ? [2, 2] : [1, 1],
    stride: p.factor.map((factor) => 1 / factor),
  }),
  explainShape: ([x], p) =>
    `Height: ${x.shape[1]} · ${p.factor[0]} = ${Number(x.shape[1]) * p.factor[0]}\n` +
    `Width: ${x.shape[2]} · ${p.factor[1]} = ${Number(x.shape[2]) * p.factor[1]}`,
  forward(ops, [x], _weights, p) {
    const [, height = 1, width = 1] = x.shape;
    return [ops.resize2d(x, { size: [height * p.factor[0], width * p.factor[1]], method: p.method })];
  },
  examples: [
    {
      inputs: [float(2, 2, 1)],
      params: { factor: [2, 3] },
      outputs: [float(4, 6, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        outputs: [[1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4]],
        by: 'hand',
      },
    },
    {
      inputs: [float(2, 3, 1)],
      params: { method: 'bilinear' },
      outputs: [float(4, 6, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6]],
        outputs: [
          [
            1, 1.25, 1.75, 2.25, 2.75, 3, 1.75, 2, 2.5, 3, 3.5, 3.75, 3.25, 3.5, 4, 4.5, 5, 5.25, 4, 4.25, 4.75, 5.25,
            5.75, 6,
          ],
        ],
        by: 'Keras 3.15',
      },
    },
    { inputs: [float(7, 7, 64)], outputs: [float(14, 14, 64)] },
  ],
});
