import type { Tensor } from '@tensorflow/tfjs-core';
import type { Fault } from '../../graph/problems';
import { needsFloat, needsMaps, needsSequence, needsVolume, tooSmall } from '../contract/faults';
import type { Ops } from '../contract/ops';
import { bool, choice, int, ints, type Params, padding, pair, type Values } from '../contract/params';
import { float, type Spec } from '../contract/spec';
import { fittingSize, leastInput, sizesText, strideText, type Window, windowEdges, windowOutput } from './window';

const MODES = [
  { value: 'valid', title: 'None' },
  { value: 'same', title: 'Same' },
] as const;
const PADDING_HELP = 'None: the window stays inside. Same: it may reach over the edge, where nothing counts.';
const SIZE_HELP = 'Extent of the window.';
const STRIDE_HELP = 'How far the window moves.';
const CEIL = bool('Round up', false, {
  help: 'Takes a last window that reaches over the edge, instead of leaving the rest out.',
  advanced: true,
});

/** Parameters of pooling over sequences. */
export const POOLING_1D = {
  size: int('Size', 2, { help: 'Length of the window.' }),
  stride: int('Stride', 2, { help: STRIDE_HELP }),
  padding: choice('Padding', MODES, 'valid', { help: PADDING_HELP }),
  ceil: CEIL,
} as const satisfies Params;

/** Parameters of pooling over maps. */
export const POOLING_2D = {
  size: pair('Size', [2, 2], { help: 'Height and width of the window.' }),
  stride: pair('Stride', [2, 2], { help: STRIDE_HELP }),
  padding: padding(['valid', 'same'], 'valid', { help: PADDING_HELP }),
  ceil: CEIL,
} as const satisfies Params;

/** Parameters of pooling over volumes. */
export const POOLING_3D = {
  size: ints('Size', [2, 2, 2], { lengths: [3], help: SIZE_HELP }),
  stride: ints('Stride', [2, 2, 2], { lengths: [3], help: STRIDE_HELP }),
  padding: choice('Padding', MODES, 'valid', { help: PADDING_HELP }),
  ceil: CEIL,
} as const satisfies Params;

/** The window that goes over [N, L, C]. */
export const lengthwise = ({ size, stride, padding, ceil }: Values<typeof POOLING_1D>): Window => ({
  size: [size],
  stride: [stride],
  padding,
  ceil,
});

/** Pools a sequence [N, L, C] as a picture of one row. */
export function poolRow(
  ops: Ops,
  kind: 'maxPool2d' | 'averagePool2d',
  x: Tensor,
  p: Values<typeof POOLING_1D>,
): Tensor {
  const [batch = 1, length = 1, channels = 1] = x.shape;
  const row = ops.reshape(x, [batch, 1, length, channels]);
  const { padding } = windowEdges(x.shape, lengthwise(p));
  const y = ops[kind](row, {
    size: [1, p.size],
    stride: [1, p.stride],
    padding: typeof padding === 'string' ? padding : [[0, 0], ...padding],
  });
  return ops.reshape(y, [batch, y.shape[2] ?? 1, channels]);
}

/** `2×2, stride 2` */
export const poolingSummary = ({ size, stride }: Window): string => `${sizesText(size)}, stride ${strideText(stride)}`;

const NEEDS = [needsSequence, needsSequence, needsMaps, needsVolume] as const;

/** Spatial axes and channels → the same channels, fewer places; or what does not fit. */
export function poolingShape(x: Spec, window: Window): readonly Spec[] | Fault {
  if (x.dtype !== 'float32') return needsFloat(0, x);
  if (x.shape.length !== window.size.length + 2) return (NEEDS[window.size.length] ?? needsMaps)(0, x);
  const wide = typeof window.padding === 'string' ? undefined : wholly(window);
  if (wide) return wide;
  const sizes = windowOutput(x, window);
  if (sizes.every((size) => size >= 1)) return [float(...sizes, Number(x.shape.at(-1)))];
  const size = fittingSize(x, window);
  const single = size.length === 1 ? (size[0] ?? 1) : size;
  return tooSmall(0, x, leastInput(x, window), [
    { title: 'Let the window reach over the edge', set: { padding: 'same' } },
    { title: `Use a window of ${sizesText(size)}`, set: { size: single } },
  ]);
}

/** A window that lies wholly in the padding has nothing to pool. */
function wholly({ size, padding }: Window): Fault | undefined {
  if (typeof padding === 'string') return undefined;
  const axis = padding.findIndex((sides, at) => Math.max(...sides) >= (size[at] ?? 1));
  if (axis < 0) return undefined;
  return {
    code: 'param/padding-too-wide',
    param: 'padding',
    say: { got: Math.max(...(padding[axis] ?? [])), expected: sizesText(size) },
    cures: [{ title: 'Leave the padding out', set: { padding: 'valid' } }],
  };
}
