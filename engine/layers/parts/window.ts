import type { Padding } from '../contract/ops';
import type { Spec } from '../contract/spec';

/** How a kernel or pooling window goes over a picture; pairs are height, width. */
export interface Window {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: Padding;
  /** Distance of neighbouring values under the window; default 1. */
  readonly dilation?: readonly [number, number];
}

const AXES = ['Height', 'Width'] as const;

/** From the first value under the window to the last: (size − 1) · dilation + 1. */
const reach = (w: Window, axis: 0 | 1): number => (w.size[axis] - 1) * (w.dilation?.[axis] ?? 1) + 1;

/** Positions of the window along one axis, as TensorFlow counts them. */
function positions(length: number, w: Window, axis: 0 | 1): number {
  if (w.padding === 'same') return Math.ceil(length / w.stride[axis]);
  return Math.floor((length - reach(w, axis)) / w.stride[axis]) + 1;
}

/** Height and width of the maps that come out; below 1 where the window does not fit. */
export const windowOutput = (x: Spec, w: Window): [number, number] => [
  positions(Number(x.shape[1]), w, 0),
  positions(Number(x.shape[2]), w, 1),
];

/** `5×5` */
export const pairText = ([height, width]: readonly [number, number]): string => `${height}×${width}`;

/** `2`, or `2×1` where the two differ. */
export const strideText = (stride: readonly [number, number]): string =>
  stride[0] === stride[1] ? `${stride[0]}` : pairText(stride);

/** The least maps that the window fits into, `5×5×1`. */
export const leastMaps = (x: Spec, w: Window): string => `${reach(w, 0)}×${reach(w, 1)}×${x.shape[3]}`;

/** The largest window of the same form that fits into the maps. */
export const fittingSize = (x: Spec, w: Window): [number, number] => {
  const largest = (axis: 0 | 1) =>
    Math.max(1, Math.min(w.size[axis], Math.floor((Number(x.shape[axis + 1]) - 1) / (w.dilation?.[axis] ?? 1)) + 1));
  return [largest(0), largest(1)];
};

/** `Width: (28 − 5) ÷ 1 + 1 = 24`, one line an axis. */
export function explainWindow(x: Spec, w: Window): string {
  const out = windowOutput(x, w);
  const line = (axis: 0 | 1): string => {
    const length = Number(x.shape[axis + 1]);
    const stride = w.stride[axis];
    if (w.padding === 'same') {
      return `${AXES[axis]}: ${length} ÷ ${stride}${length % stride ? ', rounded up' : ''} = ${out[axis]}`;
    }
    const room = length - reach(w, axis);
    return `${AXES[axis]}: (${length} − ${reach(w, axis)}) ÷ ${stride}${room % stride ? ', rounded down,' : ''} + 1 = ${out[axis]}`;
  };
  return `${line(0)}\n${line(1)}`;
}
