import { defineLayer } from './contract/layer';
import { bool, pair } from './contract/params';
import { float } from './contract/spec';
import { convolvable } from './parts/convolution';
import { METHOD } from './parts/resizing';
import { sizesText } from './parts/window';

const TWELVE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

export default defineLayer({
  kind: 'resize2d',
  title: 'Resize',
  group: 'shape',
  glyph: 'upsample',
  name: 'resize',
  doc: {
    summary: 'Brings maps to a size, larger or smaller.',
    formula:
      'y[i] = x at the place (i + ½)·H/h − ½, H and h the heights before and after, and for columns alike; with corners ' +
      'aligned at i·(H − 1)/(h − 1). Nearest takes the value there, bilinear the mean of the four around it. No ' +
      'parameters.',
    advice:
      'Brings branches of different sizes together, as in pyramid pooling and FCN, and pictures to the size that a net ' +
      'was made for. Where a picture becomes much smaller, pool instead: resizing skips values.',
    source: 'Long, Shelhamer and Darrell, Fully convolutional networks for semantic segmentation, 2015',
  },
  params: {
    size: pair('Size', [32, 32], { help: 'Height and width that come out.' }),
    method: METHOD,
    alignCorners: bool('Align corners', false, {
      help: 'The outermost values keep their places, as in Caffe and older PyTorch.',
      advanced: true,
    }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => `${sizesText(p.size)}, ${p.method}`,
  shape: ([x], p) => convolvable(x, 2) ?? [float(...p.size, Number(x.shape[3]))],
  window: ([x], p) => ({
    size: p.method === 'bilinear' ? [2, 2] : [1, 1],
    stride: p.size.map((size, axis) => Number(x.shape[axis + 1]) / size),
  }),
  forward: (ops, [x], _weights, p) => [ops.resize2d(x, p)],
  examples: [
    {
      inputs: [float(3, 4, 1)],
      params: { size: [5, 2] },
      outputs: [float(5, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [TWELVE],
        outputs: [[2, 4, 2, 4, 6, 8, 10, 12, 10, 12]],
        by: 'TensorFlow 2.21, tf.image.resize',
      },
    },
    {
      inputs: [float(3, 4, 1)],
      params: { size: [2, 3], method: 'bilinear' },
      outputs: [float(2, 3, 1)],
      numbers: {
        batch: 1,
        inputs: [TWELVE],
        outputs: [[2.166667, 3.5, 4.833333, 8.166667, 9.5, 10.833333]],
        by: 'TensorFlow 2.21, tf.image.resize',
      },
    },
    {
      inputs: [float(3, 4, 1)],
      params: { size: [5, 2], method: 'bilinear', alignCorners: true },
      outputs: [float(5, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [TWELVE],
        outputs: [[1, 4, 3, 6, 5, 8, 7, 10, 9, 12]],
        by: 'TensorFlow 2.21, with align_corners',
      },
    },
    {
      inputs: [float(3, 4, 1)],
      params: { size: [5, 2], alignCorners: true },
      outputs: [float(5, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [TWELVE],
        outputs: [[1, 4, 5, 8, 5, 8, 9, 12, 9, 12]],
        by: 'TensorFlow 2.21, with align_corners',
      },
    },
    { inputs: [float(6, 6, 3)], params: { size: [60, 45], method: 'bilinear' }, outputs: [float(60, 45, 3)] },
  ],
});
