import type { Fault } from '../graph/problems';
import { activationSummary } from './contract/activation-titles';
import { tooSmall } from './contract/faults';
import { defineLayer } from './contract/layer';
import { activation, ints, type Margins, padding, pair } from './contract/params';
import { float, type Spec } from './contract/spec';
import { convolvable, extent, groupsFault, type Kernel, kernelSummary, places } from './parts/convolution';
import { biasParam, DILATION_HELP, filtersParam, groupsParam, KERNEL_HELP } from './parts/convolution-params';

type Form = Kernel & { outputPadding: readonly number[] };
type Side = readonly [first: number, last: number];

/** Along one axis: what all kernels together cover, what of it is cut off in front and behind, and what is left. */
function line(length: number, p: Form, axis: number): { full: number; crop: Side; size: number } {
  const stride = p.stride[axis] ?? 1;
  const reach = ((p.kernel[axis] ?? 1) - 1) * (p.dilation?.[axis] ?? 1) + 1;
  const full = (length - 1) * stride + reach;
  const more = p.outputPadding[axis];
  if (typeof p.padding !== 'string') {
    const [first, last] = p.padding[axis] ?? [0, 0];
    const crop = [first, last - (more ?? 0)] as const;
    return { full, crop, size: full - crop[0] - crop[1] };
  }
  // Keras: without an output padding the result is as long as the input, times the stride, and holds every kernel.
  const free = p.padding === 'same' ? length * stride : Math.max(length * stride, full);
  const size = more === undefined ? free : full - (p.padding === 'same' ? 2 * Math.floor(reach / 2) : 0) + more;
  const first = p.padding === 'same' ? Math.floor(Math.max(full - size, 0) / 2) : 0;
  return { full, crop: [first, full - size - first], size };
}

const lines = (x: Spec, p: Form) => [0, 1].map((axis) => line(Number(x.shape[axis + 1]), p, axis));

/** Output padding fills places that the stride leaves open, so it stays below it. */
function outputPaddingFault({ outputPadding, stride }: Form): Fault | undefined {
  const axis = outputPadding.findIndex((more, at) => more >= (stride[at] ?? 1));
  if (axis < 0) return undefined;
  return {
    code: 'param/output-padding',
    param: 'outputPadding',
    say: { expected: stride[axis] ?? 1 },
    cures: [{ title: 'Leave the output padding to the layer', set: { outputPadding: [] } }],
  };
}

export default defineLayer({
  kind: 'conv2dTranspose',
  title: 'Transposed convolution',
  group: 'conv',
  glyph: 'transposed',
  name: 'up',
  doc: {
    summary: 'Draws maps larger: every value puts its multiple of a kernel into the result.',
    formula:
      'y[i·s + d·u, j·s + d·v, f] = a(Σ x[i, j, c] · k[u, v, f, c] + b[f]), summed where kernels overlap: k the kernel ' +
      '[height, width, filters ÷ groups, channels], s the stride, d the dilation, b the bias, a the activation. It is ' +
      'the gradient of a convolution, run forwards. Parameters: height·width·channels·filters ÷ groups + filters.',
    advice:
      'Leads back from small maps to large ones, in decoders, U-Nets and nets that draw. With a stride of 2 and same ' +
      'padding height and width double. A kernel that the stride divides leaves no chequered pattern.',
    source: 'Zeiler, Krishnan, Taylor and Fergus, Deconvolutional networks, 2010',
  },
  params: {
    filters: filtersParam,
    kernel: pair('Kernel', [2, 2], { help: KERNEL_HELP }),
    stride: pair('Stride', [2, 2], {
      help: 'How far apart the kernels are put: what height and width are multiplied by.',
    }),
    padding: padding(['valid', 'same'], 'same', {
      help: 'None: all that the kernels cover. Same: input times stride. By hand: what is cut off, as in PyTorch.',
    }),
    outputPadding: ints('Output padding', [], {
      min: 0,
      lengths: [0, 2],
      empty: 'by itself',
      help: 'Rows and columns added at the end, below the stride. Empty: by itself.',
      advanced: true,
    }),
    dilation: pair('Dilation', [1, 1], { help: DILATION_HELP, advanced: true }),
    groups: groupsParam,
    activation: activation(),
    bias: biasParam,
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => kernelSummary(p, p.filters, 'filter') + activationSummary(p.activation),
  shape([x], p) {
    const fault = convolvable(x, 2) ?? groupsFault(x, p.filters, p.groups) ?? outputPaddingFault(p);
    if (fault) return fault;
    const [rows, columns] = lines(x, p).map(({ size }) => size);
    if (Number(rows) >= 1 && Number(columns) >= 1) return [float(Number(rows), Number(columns), p.filters)];
    const least = lines(x, p).map(({ size }, axis) => {
      const missing = Math.max(1 - size, 0);
      return Number(x.shape[axis + 1]) + Math.ceil(missing / (p.stride[axis] ?? 1));
    });
    return tooSmall(0, x, `${least.join('×')}×${x.shape[3]}`, [
      { title: 'Pad to the same size', set: { padding: 'same', outputPadding: [] } },
    ]);
  },
  window: (_inputs, p) => ({
    // A result sees the kernels that reach over it.
    size: p.kernel.map((size, axis) => Math.ceil(((size - 1) * (p.dilation[axis] ?? 1) + 1) / (p.stride[axis] ?? 1))),
    stride: p.stride.map((stride) => 1 / stride),
  }),
  explainShape: ([x], p) =>
    lines(x, p)
      .map(({ full, crop: [first, last], size }, axis) => {
        const cut = [first, last].filter((side) => side > 0).map((side) => ` − ${side}`);
        const more = last < 0 ? ` + ${-last}` : '';
        const stride = p.stride[axis] ?? 1;
        const places = Number(x.shape[axis + 1]) - 1;
        return `${axis ? 'Width' : 'Height'}: ${places} · ${stride} + ${full - places * stride}${cut.join('')}${more} = ${size}`;
      })
      .join('\n'),
  weights: ([x], p) => ({
    kernel: { shape: [...p.kernel, p.filters / p.groups, Number(x.shape[3])], init: 'glorotUniform', role: 'kernel' },
    ...(p.bias && { bias: { shape: [p.filters], init: 'zeros', role: 'bias' } }),
  }),
  /** Every value that goes in is multiplied by its whole kernel. */
  cost: ([x], _outputs, p) => ({ macs: places(x) * Number(x.shape[3]) * (p.filters / p.groups) * extent(p.kernel) }),
  forward(ops, [x], weights, p) {
    const crop: Margins = lines({ shape: x.shape, dtype: 'float32' }, p).map((one) => one.crop);
    const { stride, dilation, groups } = p;
    const y = ops.conv2dTranspose(x, weights.kernel, { stride, dilation, groups, crop });
    return [weights.bias ? ops.biasAdd(y, weights.bias) : y];
  },
  examples: [
    {
      inputs: [float(2, 1, 2)],
      params: { filters: 2, kernel: [3, 2] },
      outputs: [float(4, 2, 2)],
      parameters: 26,
      macs: 48,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        weights: { kernel: Array.from({ length: 24 }, (_, i) => i + 1), bias: [0, 1] },
        outputs: [[5, 12, 17, 24, 29, 36, 41, 48, 64, 85, 104, 125, 67, 82, 95, 110]],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(2, 2, 1)],
      params: { filters: 1, kernel: [2, 3], padding: 'valid', outputPadding: [1, 1] },
      outputs: [float(5, 6, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        weights: { kernel: [1, 2, 3, 4, 5, 6], bias: [0.5] },
        outputs: [
          [
            1.5, 2.5, 5.5, 4.5, 6.5, 0.5, 4.5, 5.5, 14.5, 10.5, 12.5, 0.5, 3.5, 6.5, 13.5, 8.5, 12.5, 0.5, 12.5, 15.5,
            34.5, 20.5, 24.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
          ],
        ],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(2, 2, 1)],
      params: { filters: 1, kernel: [3, 3], padding: 'same', outputPadding: [0, 0] },
      outputs: [float(3, 3, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        weights: { kernel: [1, 2, 3, 4, 5, 6, 7, 8, 9], bias: [0.5] },
        outputs: [[5.5, 14.5, 10.5, 14.5, 36.5, 24.5, 15.5, 34.5, 20.5]],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(2, 2, 1)],
      params: {
        filters: 1,
        kernel: [3, 3],
        padding: [
          [1, 1],
          [1, 1],
        ],
        outputPadding: [1, 1],
        bias: false,
      },
      outputs: [float(4, 4, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        weights: { kernel: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
        outputs: [[5, 14, 10, 12, 14, 36, 24, 30, 15, 34, 20, 24, 24, 55, 32, 36]],
        by: 'PyTorch 2.13, conv_transpose2d with padding 1 and output padding 1',
      },
    },
    {
      inputs: [float(2, 2, 1)],
      params: { filters: 1, stride: [1, 1], dilation: [2, 2], padding: 'valid', bias: false },
      outputs: [float(4, 4, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4]],
        weights: { kernel: [1, 2, 3, 4] },
        outputs: [[1, 2, 2, 4, 3, 4, 6, 8, 3, 6, 4, 8, 9, 12, 12, 16]],
        by: 'PyTorch 2.13',
      },
    },
    {
      inputs: [float(1, 2, 4)],
      params: { filters: 2, kernel: [1, 2], stride: [1, 1], padding: 'valid', groups: 2, bias: false },
      outputs: [float(1, 3, 2)],
      parameters: 8,
      macs: 16,
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8]],
        weights: { kernel: [1, 2, 3, 4, 10, 20, 30, 40] },
        outputs: [[5, 25, 67, 303, 170, 530]],
        by: 'hand: 1·1 + 2·2 and 3·3 + 4·4; 1·10 + 2·20 + 5·1 + 6·2 and so on; 5·10 + 6·20 and 7·30 + 8·40',
      },
    },
    {
      inputs: [float(2, 3, 2)],
      params: { filters: 2, kernel: [2, 1], stride: [3, 2], padding: 'valid' },
      outputs: [float(6, 6, 2)],
    },
  ],
});
