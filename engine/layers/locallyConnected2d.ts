import { activationSummary } from './contract/activation-titles';
import { defineLayer } from './contract/layer';
import { activation, bool, pair } from './contract/params';
import { float } from './contract/spec';
import {
  convolutionShape,
  convolvable,
  extent,
  type Kernel,
  kernelSummary,
  places,
  windowOf,
} from './parts/convolution';
import { filtersParam, KERNEL_HELP, STRIDE_HELP } from './parts/convolution-params';
import { explainWindow, windowReach } from './parts/window';

type Inside = Pick<Kernel, 'kernel' | 'stride'>;
const inside = ({ kernel, stride }: Inside): Kernel => ({ kernel, stride, padding: 'valid' });

export default defineLayer({
  kind: 'locallyConnected2d',
  title: 'Locally connected',
  group: 'conv',
  glyph: 'local',
  name: 'local',
  doc: {
    summary: 'Looks at a small part of the picture as a convolution does, but with other filters at every place.',
    formula:
      'y[i, j, f] = a(Σ x[i·s + u, j·s + v, c] · k[i·W′ + j, (u, v, c), f] + b[i, j, f]): k the kernel [places, ' +
      'height·width·channels, filters], s the stride, b a bias for each place, a the activation. Parameters: ' +
      'places·(height·width·channels·filters + filters).',
    advice:
      'For pictures that are always laid out alike, such as aligned faces, where an eye is never where a mouth is. It ' +
      'has very many parameters, since nothing is shared.',
    source: 'Taigman, Yang, Ranzato and Wolf, DeepFace, 2014',
  },
  params: {
    filters: filtersParam,
    kernel: pair('Kernel', [3, 3], { help: KERNEL_HELP }),
    stride: pair('Stride', [1, 1], { help: STRIDE_HELP }),
    activation: activation(),
    bias: bool('Bias', true, { help: 'Adds a learnt number to each value that comes out.' }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => kernelSummary(inside(p), p.filters, 'filter') + activationSummary(p.activation),
  shape([x], p) {
    const answer = convolvable(x, 2) ?? convolutionShape(x, inside(p), p.filters);
    // It has no padding to set.
    return 'code' in answer
      ? { ...answer, cures: answer.cures?.filter((cure) => !cure.title.startsWith('Pad')) }
      : answer;
  },
  window: (_inputs, p) => windowReach(windowOf(inside(p))),
  explainShape: ([x], p) => explainWindow(x, windowOf(inside(p))),
  weights([x], p) {
    const y = convolutionShape(x, inside(p), p.filters);
    const [, rows, columns] = 'code' in y ? [0, 0, 0] : (y[0]?.shape ?? []);
    const [height, width] = [Number(rows), Number(columns)];
    const seen = extent(p.kernel) * Number(x.shape[3]);
    // Glorot's, for the values that one place sees: the rule for convolutions would count the places too.
    const uniform = Math.sqrt(6 / (seen + p.filters));
    return {
      kernel: { shape: [height * width, seen, p.filters], init: { uniform }, role: 'kernel' },
      ...(p.bias && { bias: { shape: [height, width, p.filters], init: 'zeros', role: 'bias' } }),
    };
  },
  cost: ([x], [y], p) => ({ macs: places(y) * p.filters * extent(p.kernel) * Number(x.shape[3]) }),
  /** A product of matrices for each place: its part of every sample by its own kernel. */
  forward(ops, [x], weights, p) {
    const patches = ops.patches2d(x, { size: p.kernel, stride: p.stride });
    const [batch = 1, height = 1, width = 1, seen = 1] = patches.shape;
    const byPlace = ops.transpose(ops.reshape(patches, [batch, height * width, seen]), [1, 0, 2]);
    const made = ops.transpose(ops.matMul(byPlace, weights.kernel), [1, 0, 2]);
    const y = ops.reshape(made, [batch, height, width, p.filters]);
    return [weights.bias ? ops.add(y, weights.bias) : y];
  },
  examples: [
    {
      inputs: [float(2, 3, 1)],
      params: { filters: 1, kernel: [2, 2] },
      outputs: [float(1, 2, 1)],
      numbers: {
        batch: 2,
        inputs: [[1, 2, 3, 4, 5, 6, 0, 1, 0, 0, 1, 0]],
        weights: { kernel: [1, 0, 0, 1, 1, 2, 3, 4], bias: [0.5, -0.5] },
        outputs: [[6.5, 46.5, 1.5, 3.5]],
        by: 'hand: 1 + 5 by the first kernel, 2 + 6 + 15 + 24 by the second',
      },
    },
    // Many values at each place, whose gradient is put together of as many parts.
    {
      inputs: [float(10, 9, 1)],
      params: { filters: 2, kernel: [9, 9] },
      outputs: [float(2, 1, 2)],
      parameters: 328,
      macs: 324,
    },
    { inputs: [float(5, 6, 2)], params: { filters: 2, kernel: [3, 2], stride: [2, 3] }, outputs: [float(2, 2, 2)] },
    {
      inputs: [float(8, 7, 3)],
      params: { filters: 4, bias: false },
      outputs: [float(6, 5, 4)],
      parameters: 3_240,
      macs: 3_240,
    },
  ],
});
