import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';

/**
 * How a grid of cells holds objects, [rows, columns, 5 + classes]. A cell answers for the object whose centre lies in
 * it. Its numbers, all from 0 to 1: whether there is an object; the centre from the cell's left and upper edge, in
 * cells; width and height as shares of the picture; then one for each class.
 */
export const GRID = { object: 0, centre: 1, size: 3, classes: 5 } as const;

/** Channels `from` to `to` of [N, rows, columns, 5 + classes], `to` not included. */
export const channels = (ops: Ops, grid: Tensor, from: number, to: number): Tensor =>
  ops.slice(grid, [0, 0, 0, from], [...grid.shape.slice(0, 3), to - from]);

/** Sum over all of a sample, [N]. */
export const overCells = (ops: Ops, each: Tensor): Tensor => ops.sum(each, [1, 2, 3]);
