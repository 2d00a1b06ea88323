import type { Tensor } from '@tensorflow/tfjs-core';
import type { Fault } from '../../graph/problems';
import type { Reach } from '../contract/layer';
import type { Ops } from '../contract/ops';
import { pair } from '../contract/params';
import { float, type Spec } from '../contract/spec';
import { convolvable } from './convolution';

export const SIZE = pair('Size', [1, 1], { help: 'Height and width of the maps that come out.' });

type Pair = readonly [number, number];
type Pool = 'maxPool2d' | 'averagePool2d';

/** Where part `i` of `parts` begins and ends on an axis; parts overlap where the length does not divide. */
const part = (i: number, parts: number, length: number): Pair => [
  Math.floor((i * length) / parts),
  Math.ceil(((i + 1) * length) / parts),
];

const extents = (parts: number, length: number): number[] =>
  Array.from({ length: parts }, (_, i) => {
    const [from, to] = part(i, parts, length);
    return to - from;
  });

/** [H, W, C] → [size, C]; or what does not fit. */
export const adaptiveShape = (x: Spec, size: Pair): readonly Spec[] | Fault =>
  convolvable(x, 2) ?? [float(...size, Number(x.shape[3]))];

/** The widest part, and how far parts lie from each other on the whole. */
export const adaptiveReach = (x: Spec, size: Pair): Reach => ({
  size: size.map((parts, axis) => Math.max(...extents(parts, Number(x.shape[axis + 1])))),
  stride: size.map((parts, axis) => (parts === 1 ? 0 : Number(x.shape[axis + 1]) / parts)),
});

/** `Height: 7 in 3 parts of 3` */
export function explainAdaptive(x: Spec, size: Pair): string {
  const line = (axis: 0 | 1): string => {
    const length = Number(x.shape[axis + 1]);
    const all = extents(size[axis], length);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const parts =
      size[axis] === 1 ? 'all of it' : `${size[axis]} parts of ${least === most ? most : `${least} or ${most}`}`;
    return `${axis ? 'Width' : 'Height'}: ${length} in ${parts}`;
  };
  return `${line(0)}\n${line(1)}`;
}

/**
 * [N, H, W, C] → [N, size, C] as PyTorch's adaptive pools: parts from ⌊i·H/out⌋ to ⌈(i + 1)·H/out⌉. One pool where the
 * sizes divide; otherwise part by part, first the rows, then the columns, which comes to the same.
 */
export function adaptivePool(ops: Ops, x: Tensor, size: Pair, pool: Pool): Tensor {
  const [, height = 1, width = 1] = x.shape;
  if (height % size[0] === 0 && width % size[1] === 0) {
    const window = [height / size[0], width / size[1]] as const;
    return ops[pool](x, { size: window, stride: window, padding: 'valid' });
  }
  return along(ops, along(ops, x, 1, size[0], pool), 2, size[1], pool);
}

function along(ops: Ops, x: Tensor, axis: 1 | 2, parts: number, pool: Pool): Tensor {
  const length = x.shape[axis] ?? 1;
  const pooled = Array.from({ length: parts }, (_, i) => {
    const [from, to] = part(i, parts, length);
    const [begin, count] = [x.shape.map(() => 0), x.shape.map(() => -1)];
    begin[axis] = from;
    count[axis] = to - from;
    const window = axis === 1 ? ([to - from, 1] as const) : ([1, to - from] as const);
    return ops[pool](ops.slice(x, begin, count), { size: window, stride: window, padding: 'valid' });
  });
  return parts === 1 ? (pooled[0] ?? x) : ops.concat(pooled, axis);
}
