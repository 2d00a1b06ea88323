import type { Tensor } from '@tensorflow/tfjs-core';
import type { Fault } from '../../graph/problems';
import type { Reach } from '../contract/layer';
import type { Ops } from '../contract/ops';
import { float, type Spec } from '../contract/spec';
import { convolvable } from './convolution';
import { axisName } from './window';

type Pair = readonly [number, number];
type Triple = readonly [number, number, number];
type Pool = 'max' | 'average';
/** Parts along each spatial axis. */
type Sizes = readonly number[];

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

/** [spatial axes, C] → [sizes, C]; or what does not fit. */
export const adaptiveShape = (x: Spec, sizes: Sizes): readonly Spec[] | Fault =>
  convolvable(x, sizes.length) ?? [float(...sizes, Number(x.shape.at(-1)))];

/** The widest part, and how far parts lie from each other on the whole. */
export const adaptiveReach = (x: Spec, sizes: Sizes): Reach => ({
  size: sizes.map((parts, axis) => Math.max(...extents(parts, Number(x.shape[axis + 1])))),
  stride: sizes.map((parts, axis) => (parts === 1 ? 0 : Number(x.shape[axis + 1]) / parts)),
});

/** `Height: 7 in 3 parts of 3`, one line an axis. */
export function explainAdaptive(x: Spec, sizes: Sizes): string {
  const line = (count: number, axis: number): string => {
    const length = Number(x.shape[axis + 1]);
    const all = extents(count, length);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const parts = count === 1 ? 'all of it' : `${count} parts of ${least === most ? most : `${least} or ${most}`}`;
    return `${axisName(sizes.length, axis)}: ${length} in ${parts}`;
  };
  return sizes.map(line).join('\n');
}

/**
 * [N, …, C] → [N, sizes, C] as PyTorch's adaptive pools: parts from ⌊i·H/out⌋ to ⌈(i + 1)·H/out⌉. One pool where the
 * sizes divide; otherwise part by part, axis after axis, which comes to the same. A sequence is a picture of one row.
 */
export function adaptivePool(ops: Ops, x: Tensor, sizes: Sizes, kind: Pool): Tensor {
  const [batch = 1, length = 1, channels = 1] = x.shape;
  if (x.rank === 3) {
    const row = adaptivePool(ops, ops.reshape(x, [batch, 1, length, channels]), [1, ...sizes], kind);
    return ops.reshape(row, [batch, ...sizes, channels]);
  }
  const spatial = x.shape.slice(1, -1);
  if (sizes.every((parts, axis) => Number(spatial[axis]) % parts === 0)) {
    return pool(
      ops,
      x,
      sizes.map((parts, axis) => Number(spatial[axis]) / parts),
      kind,
    );
  }
  return sizes.reduce((y, parts, axis) => along(ops, y, axis, parts, kind), x);
}

/** Windows side by side over maps or a volume. */
function pool(ops: Ops, x: Tensor, window: Sizes, kind: Pool): Tensor {
  if (x.rank === 5) {
    const size = window as Triple;
    return ops[`${kind}Pool3d`](x, { size, stride: size, padding: 'valid' });
  }
  const size = window as Pair;
  return ops[`${kind}Pool2d`](x, { size, stride: size, padding: 'valid' });
}

function along(ops: Ops, x: Tensor, axis: number, parts: number, kind: Pool): Tensor {
  const length = x.shape[axis + 1] ?? 1;
  const pooled = Array.from({ length: parts }, (_, i) => {
    const [from, to] = part(i, parts, length);
    const [begin, count] = [x.shape.map(() => 0), x.shape.map(() => -1)];
    begin[axis + 1] = from;
    count[axis + 1] = to - from;
    const window = x.shape.slice(1, -1).map((_, at) => (at === axis ? to - from : 1));
    return pool(ops, ops.slice(x, begin, count), window, kind);
  });
  return parts === 1 ? (pooled[0] ?? x) : ops.concat(pooled, axis + 1);
}
