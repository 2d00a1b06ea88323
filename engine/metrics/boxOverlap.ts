import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../layers/contract/ops';
import { channels, GRID, overCells } from '../losses/parts/grid';
import { defineMetric } from './contract/metric';

/** Edges of boxes, low and high, in pictures: [N, rows, columns, 2]. The cell's own place is left out: it is the same in both. */
function edges(ops: Ops, grid: Tensor): { low: Tensor; high: Tensor; area: Tensor } {
  const [, rows = 1, columns = 1] = grid.shape;
  const cell = ops.constant([1 / columns, 1 / rows], [2]);
  const centre = ops.mul(channels(ops, grid, GRID.centre, GRID.size), cell);
  const size = channels(ops, grid, GRID.size, GRID.classes);
  const half = ops.mul(size, ops.scalar(0.5));
  return { low: ops.sub(centre, half), high: ops.add(centre, half), area: product(ops, size) };
}

/** Width times height. */
function product(ops: Ops, sides: Tensor): Tensor {
  return ops.mul(channels(ops, sides, 0, 1), channels(ops, sides, 1, 2));
}

export default defineMetric({
  kind: 'boxOverlap',
  title: 'Overlap of boxes',
  better: 'higher',
  unit: 'share',
  /**
   * Intersection over union of the box that a cell answers and the true one, the mean over the cells that hold an
   * object; 1 for a picture without any. For grids as the grid detection loss has them.
   */
  forward(ops, prediction, target) {
    const object = channels(ops, target, GRID.object, GRID.centre);
    const [a, b] = [edges(ops, prediction), edges(ops, target)];
    const sides = ops.maximum(ops.sub(ops.minimum(a.high, b.high), ops.maximum(a.low, b.low)), ops.scalar(0));
    const common = product(ops, sides);
    const either = ops.maximum(ops.sub(ops.add(a.area, b.area), common), ops.scalar(1e-9));
    const shares = overCells(ops, ops.mul(object, ops.div(common, either)));
    const count = overCells(ops, object);
    const none = ops.equal(count, ops.zerosLike(count));
    const mean = ops.div(shares, ops.maximum(count, ops.scalar(1)));
    return ops.where(none, ops.onesLike(mean), mean);
  },
  examples: [
    {
      prediction: {
        shape: [3, 1, 2, 5],
        values: [
          ...[0.9, 0.5, 0.5, 0.5, 1, 0.9, 0.5, 0.5, 1, 1],
          ...[0.9, 0.5, 0.5, 0.5, 1, 0.9, 0.5, 0.5, 0.25, 1],
          ...[0.1, 0.5, 0.5, 0.5, 1, 0.1, 0.5, 0.5, 1, 1],
        ],
      },
      target: {
        shape: [3, 1, 2, 5],
        dtype: 'float32',
        values: [
          ...[1, 1, 0.5, 0.5, 1, 0, 0, 0, 0, 0],
          ...[1, 0.5, 0.5, 0.25, 1, 1, 0.5, 0.5, 0.25, 0.5],
          ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ],
      },
      results: [1 / 3, 0.5, 1],
      by: 'hand: moved by half its width; half as wide and half as high; no object',
    },
  ],
});
