import { needsFloat, needsMaps, tooSmall } from './contract/faults';
import { defineLayer } from './contract/layer';
import { choice, pair } from './contract/params';
import { float } from './contract/spec';
import { explainWindow, fittingSize, leastMaps, pairText, windowOutput } from './parts/window';

export default defineLayer({
  kind: 'maxPool2d',
  title: 'Max pooling',
  group: 'pool',
  glyph: 'maxpool',
  name: 'pool',
  doc: {
    summary: 'Keeps the largest value under a window that goes over each map.',
    formula: 'y[i, j, c] = max over the window at (i·stride, j·stride) of x[·, ·, c]. No parameters.',
    advice:
      'Follows one or two convolutions, halves height and width, and makes the answer care less where a feature is. ' +
      'A window of 2×2 with stride 2 loses least.',
    source: 'Scherer, Müller and Behnke, Evaluation of pooling operations in convolutional architectures, 2010',
  },
  params: {
    size: pair('Size', [2, 2], { help: 'Height and width of the window.' }),
    stride: pair('Stride', [2, 2], { help: 'How far the window moves.' }),
    padding: choice(
      'Padding',
      [
        { value: 'valid', title: 'None' },
        { value: 'same', title: 'Same' },
      ],
      'valid',
      { help: 'None: the window stays inside. Same: it may reach over the edge, where nothing counts.' },
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => `${pairText(p.size)}, stride ${p.stride[0] === p.stride[1] ? p.stride[0] : pairText(p.stride)}`,
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    if (x.shape.length !== 4) return needsMaps(0, x);
    const [height, width] = windowOutput(x, p);
    if (height >= 1 && width >= 1) return [float(height, width, Number(x.shape[3]))];
    return tooSmall(0, x, leastMaps(x, p), [
      { title: 'Let the window reach over the edge', set: { padding: 'same' } },
      { title: `Use a window of ${pairText(fittingSize(x, p))}`, set: { size: fittingSize(x, p) } },
    ]);
  },
  explainShape: ([x], p) => explainWindow(x, p),
  forward: (ops, [x], _weights, p) => [ops.maxPool2d(x, p)],
  examples: [
    {
      inputs: [float(4, 4, 1)],
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8]],
        outputs: [[6, 8, -1, -3]],
        by: 'hand',
      },
    },
    {
      inputs: [float(3, 3, 1)],
      params: { size: [2, 2], stride: [2, 2], padding: 'same' },
      outputs: [float(2, 2, 1)],
      numbers: {
        batch: 1,
        inputs: [[-1, -2, -3, -4, -5, -6, -7, -8, -9]],
        outputs: [[-1, -3, -7, -9]],
        by: 'hand',
      },
    },
    { inputs: [float(24, 24, 20)], outputs: [float(12, 12, 20)] },
    { inputs: [float(7, 8, 3)], params: { size: [3, 2], stride: [2, 1] }, outputs: [float(3, 7, 3)] },
    { inputs: [float(55, 55, 96)], params: { size: [3, 3] }, outputs: [float(27, 27, 96)] },
  ],
});
