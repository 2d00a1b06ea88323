import { type Case, given } from './op-case';

const NINE = [
  [1, 3, 3, 1],
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
] as const;
const CUBE = [
  [1, 2, 2, 2, 1],
  [1, 2, 3, 4, 5, 6, 7, 8],
] as const;

/** Ops over maps and volumes; worked by hand. */
export const SPATIAL = {
  conv2d: {
    run: (ops, a, b) => ops.conv2d(a, b, { stride: [1, 1], padding: 'valid', dilation: [1, 2] }),
    inputs: given(
      [
        [1, 1, 4, 1],
        [1, 2, 3, 4],
      ],
      [
        [1, 2, 1, 1],
        [1, -1],
      ],
    ),
    shape: [1, 1, 2, 1],
    values: [-2, -2],
    smooth: true,
  },
  conv3d: {
    run: (ops, a, b) =>
      ops.conv3d(a, b, {
        stride: [1, 1, 1],
        padding: [
          [1, 0],
          [0, 0],
          [0, 0],
        ],
        dilation: [2, 1, 1],
      }),
    inputs: given(CUBE, [
      [2, 2, 1, 1, 1],
      [1, 10, 100, 1000],
    ]),
    shape: [1, 1, 1, 2, 1],
    values: [7500, 8600],
    smooth: true,
  },
  depthwiseConv2d: {
    run: (ops, a, b) => ops.depthwiseConv2d(a, b, { stride: [1, 2], padding: 'same' }),
    inputs: given(
      [
        [1, 1, 3, 2],
        [1, 10, 2, 20, 3, 30],
      ],
      [
        [1, 2, 2, 1],
        [1, 2, 3, 4],
      ],
    ),
    shape: [1, 1, 2, 2],
    values: [7, 100, 3, 60],
    smooth: true,
  },
  conv2dTranspose: {
    run: (ops, a, b) =>
      ops.conv2dTranspose(a, b, {
        stride: [1, 2],
        crop: [
          [0, 0],
          [1, -1],
        ],
      }),
    inputs: given(
      [
        [1, 1, 2, 1],
        [1, 2],
      ],
      [
        [1, 3, 1, 1],
        [1, 10, 100],
      ],
    ),
    shape: [1, 1, 5, 1],
    values: [10, 102, 20, 200, 0],
    smooth: true,
  },
  patches2d: {
    run: (ops, a) => ops.patches2d(a, { size: [2, 1], stride: [1, 2] }),
    inputs: given(NINE),
    shape: [1, 2, 2, 2],
    values: [1, 4, 3, 6, 4, 7, 6, 9],
    smooth: true,
  },
  maxPool2d: {
    run: (ops, a) => ops.maxPool2d(a, { size: [1, 2], stride: [1, 2], padding: 'same' }),
    inputs: given([
      [1, 1, 3, 1],
      [1, 2, -3],
    ]),
    shape: [1, 1, 2, 1],
    values: [2, -3],
    smooth: true,
  },
  maxPool3d: {
    run: (ops, a) =>
      ops.maxPool3d(a, {
        size: [1, 2, 2],
        stride: [1, 2, 2],
        padding: [
          [0, 0],
          [1, 0],
          [1, 0],
        ],
      }),
    inputs: given(CUBE),
    shape: [1, 2, 1, 1, 1],
    values: [1, 5],
    smooth: true,
  },
  averagePool2d: {
    run: (ops, a) => ops.averagePool2d(a, { size: [1, 2], stride: [1, 2], padding: 'same' }),
    inputs: given([
      [1, 1, 3, 1],
      [1, 2, -3],
    ]),
    shape: [1, 1, 2, 1],
    values: [1.5, -3],
    smooth: true,
  },
  averagePool3d: {
    run: (ops, a) => ops.averagePool3d(a, { size: [2, 2, 2], stride: [1, 1, 1], padding: 'same' }),
    inputs: given(CUBE),
    shape: [1, 2, 2, 2, 1],
    values: [4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8],
    smooth: true,
  },
  resize2d: {
    run: (ops, a) => ops.resize2d(a, { size: [1, 4], method: 'bilinear' }),
    inputs: given([
      [1, 1, 2, 1],
      [0, 4],
    ]),
    shape: [1, 1, 4, 1],
    values: [0, 1, 3, 4],
    smooth: true,
  },
} satisfies Record<string, Case>;
