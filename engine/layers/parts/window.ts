import type { Reach } from '../contract/layer';
import type { Margins, PaddingMode } from '../contract/params';
import type { Spec } from '../contract/spec';

/** How a kernel or pooling window goes over the spatial axes of its input; one number for each of them. */
export interface Window {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly padding: PaddingMode | Margins;
  /** Distance of neighbouring values under the window; default 1. */
  readonly dilation?: readonly number[];
  /** Takes a last window that reaches over the edge, as Caffe does. */
  readonly ceil?: boolean;
}

const AXES: readonly (readonly string[])[] = [[], ['Length'], ['Height', 'Width'], ['Depth', 'Height', 'Width']];
/** What an axis is called among so many spatial ones. */
export const axisName = (axes: number, axis: number): string => AXES[axes]?.[axis] ?? '';

/** From the first value under the window to the last: (size − 1) · dilation + 1. */
const reach = (w: Window, axis: number): number => ((w.size[axis] ?? 1) - 1) * (w.dilation?.[axis] ?? 1) + 1;

interface Line {
  /** Positions of the window along the axis; below 1 where it does not fit. */
  readonly positions: number;
  /** Values over the edges that belong to the padding, and those that rounding up adds behind them. */
  readonly before: number;
  readonly after: number;
  readonly beyond: number;
}

/** One axis, as TensorFlow counts it; margins and rounding up as Caffe and PyTorch do. */
function line(length: number, w: Window, axis: number): Line {
  const stride = w.stride[axis] ?? 1;
  const size = reach(w, axis);
  if (w.padding === 'same') {
    const positions = Math.ceil(length / stride);
    const total = Math.max((positions - 1) * stride + size - length, 0);
    return { positions, before: Math.floor(total / 2), after: Math.ceil(total / 2), beyond: 0 };
  }
  const given = typeof w.padding === 'string' ? [0, 0] : (w.padding[axis] ?? [0, 0]);
  const [before = 0, after = 0] = w.padding === 'causal' ? [size - 1, 0] : given;
  const room = length + before + after - size;
  if (!w.ceil || room < 0) return { positions: Math.floor(room / stride) + 1, before, after, beyond: 0 };
  const most = Math.ceil(room / stride) + 1;
  // A window that would begin behind the input sees none of it.
  const positions = (most - 1) * stride >= length + before ? most - 1 : most;
  return { positions, before, after, beyond: Math.max((positions - 1) * stride - room, 0) };
}

const lines = (x: Spec, w: Window): Line[] => w.size.map((_, axis) => line(Number(x.shape[axis + 1]), w, axis));

/** Sizes of the spatial axes that come out; below 1 where the window does not fit. */
export const windowOutput = (x: Spec, w: Window): number[] => lines(x, w).map(({ positions }) => positions);

export interface Edges {
  /** As the ops take it: a mode that TensorFlow knows, or margins with what rounding up adds. */
  readonly padding: 'valid' | 'same' | Margins;
  /** The part of the margins that was asked for: without what rounding up adds. */
  readonly asked: Margins;
}

/** What lies over the edges when the window goes over tensors of these sizes, batch first. */
export function windowEdges(shape: readonly (number | null)[], w: Window): Edges {
  const all = lines({ shape, dtype: 'float32' }, w);
  const asked = all.map(({ before, after }): [number, number] => [before, after]);
  if (w.padding === 'same') return { padding: 'same', asked };
  const padding = all.map(({ before, after, beyond }): [number, number] => [before, after + beyond]);
  return { padding: padding.flat().every((v) => v === 0) ? 'valid' : padding, asked };
}

/** How far the window reaches and how far it moves along each axis, for receptive fields. */
export const windowReach = (w: Window): Reach => ({
  size: w.size.map((_, axis) => reach(w, axis)),
  stride: w.stride,
});

/** Of layers whose every result looks at all steps of a sequence: no one sees more than another. */
export const allSteps = (x: Spec): Reach => ({ size: [Number(x.shape[1])], stride: [0] });

/** `5×5` */
export const sizesText = (sizes: readonly number[]): string => sizes.join('×');

/** `2`, or `2×1` where they differ. */
export const strideText = (stride: readonly number[]): string =>
  stride.every((one) => one === stride[0]) ? `${stride[0]}` : sizesText(stride);

export const isOne = (sizes: readonly number[] | undefined): boolean => sizes?.every((size) => size === 1) ?? true;

/** The least input that the window fits into, `5×5×1`. */
export const leastInput = (x: Spec, w: Window): string => {
  const least = lines(x, w).map(({ before, after }, axis) => Math.max(1, reach(w, axis) - before - after));
  return sizesText([...least, Number(x.shape.at(-1))]);
};

/** The largest window of the same form that fits into the input. */
export const fittingSize = (x: Spec, w: Window): number[] =>
  lines(x, w).map(({ before, after }, axis) => {
    const room = Number(x.shape[axis + 1]) + before + after - 1;
    return Math.max(1, Math.min(w.size[axis] ?? 1, Math.floor(room / (w.dilation?.[axis] ?? 1)) + 1));
  });

/** `Width: (28 − 5) ÷ 1 + 1 = 24`, one line an axis. */
export function explainWindow(x: Spec, w: Window): string {
  const explained = lines(x, w).map(({ positions, before, after }, axis) => {
    const name = axisName(w.size.length, axis);
    const length = Number(x.shape[axis + 1]);
    const stride = w.stride[axis] ?? 1;
    if (w.padding === 'same') {
      return `${name}: ${length} ÷ ${stride}${length % stride ? ', rounded up' : ''} = ${positions}`;
    }
    const sides = [before, after].filter((side) => side > 0).map((side) => `${side} + `);
    const room = length + before + after - reach(w, axis);
    const rounded = room % stride ? `, rounded ${w.ceil ? 'up' : 'down'},` : '';
    const whole = w.ceil ? Math.ceil(room / stride) : Math.floor(room / stride);
    const less = positions <= whole ? ' less one behind the edge' : '';
    return `${name}: (${sides.join('')}${length} − ${reach(w, axis)}) ÷ ${stride}${rounded} + 1${less} = ${positions}`;
  });
  return explained.join('\n');
}
