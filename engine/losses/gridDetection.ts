import type { Tensor } from '@tensorflow/tfjs-core';
import type { Cure } from '../graph/problems';
import { needsFloat, needsMaps } from '../layers/contract/faults';
import type { Ops } from '../layers/contract/ops';
import { number } from '../layers/contract/params';
import { sampleShape, shapeText } from '../layers/contract/spec';
import { defineLoss } from './contract/loss';
import { wrongTarget } from './parts/check';
import { channels, GRID, overCells } from './parts/grid';

/** Keeps the slope of a root finite where a box has no size. A size below 0 counts as none. */
const LEAST = 1e-8;
const root = (ops: Ops, x: Tensor): Tensor => ops.sqrt(ops.add(ops.maximum(x, ops.scalar(0)), ops.scalar(LEAST)));

export default defineLoss({
  kind: 'gridDetection',
  title: 'Grid detection',
  doc: {
    summary: 'For several objects in a picture: each cell of a grid says whether one is there, where, and what it is.',
    formula:
      'Target and answer have the shape [rows, columns, 5 + classes]: object, x, y, width, height, classes. p = σ(z) of ' +
      'the numbers that come in. loss = Σ over cells of t₀·(λ·((x − x̂)² + (y − ŷ)² + (√w − √ŵ)² + (√h − √ĥ)²) + ' +
      'H(object) + Σ H(class)) + (1 − t₀)·μ·H(object): t₀ 1 in the cell where the centre of an object lies, H the ' +
      'binary cross-entropy, λ the weight of boxes, μ that of empty cells.',
    advice:
      'End the net with a 1×1 convolution of 5 filters and one more for each class, and no activation. x and y count ' +
      'from the upper left of the cell in cells, width and height are shares of the picture. Most cells are empty, so ' +
      'that they count half; boxes count five times, as in the paper. A cell holds one object.',
    source: 'Redmon, Divvala, Girshick and Farhadi, You only look once, 2016; cross-entropies as in YOLOv3, 2018',
  },
  params: {
    box: number('Weight of boxes', 5, { min: 0, max: 1e6, help: 'How much place and size of a box count.' }),
    empty: number('Weight of empty cells', 0.5, { min: 0, max: 1e6, help: 'How much a cell without object counts.' }),
  },
  activation: 'sigmoid',
  metrics: ['boxOverlap'],
  check(logits, target) {
    if (logits.dtype !== 'float32') return needsFloat(0, logits);
    const [rows, columns, depth = 0] = target.shape;
    if (target.dtype !== 'float32' || target.shape.length !== 3 || depth < GRID.classes) {
      return wrongTarget(target, 'grid detection', 'a grid of cells with 5 numbers and one for each class');
    }
    if (logits.shape.length !== 4) return needsMaps(0, logits);
    if (sampleShape(logits).join() === target.shape.join()) return undefined;
    const expected = target.shape.join('×');
    const got = shapeText(logits);
    const cures: Cure[] =
      logits.shape[1] === rows && logits.shape[2] === columns
        ? [
            {
              title: `Insert a 1×1 convolution with ${depth} filters`,
              insert: { kind: 'conv2d', params: { filters: depth, kernel: [1, 1] } },
            },
          ]
        : [];
    return { code: 'loss/shape', input: 0, expected, got, say: { field: target.name, expected, got }, cures };
  },
  forward(ops, logits, target, p) {
    const depth = logits.shape[3] ?? 0;
    const object = channels(ops, target, GRID.object, GRID.centre);
    const none = ops.sub(ops.onesLike(object), object);
    const entropy = (from: number, to: number) =>
      ops.sigmoidCrossEntropy(channels(ops, logits, from, to), channels(ops, target, from, to));
    const answer = ops.activation(channels(ops, logits, GRID.centre, GRID.classes), 'sigmoid');
    const truth = channels(ops, target, GRID.centre, GRID.classes);
    const [centre, size] = [GRID.centre, GRID.size].map((from) => {
      const pick = (x: Tensor) => channels(ops, x, from - GRID.centre, from - GRID.centre + 2);
      const scaled = (x: Tensor) => (from === GRID.size ? root(ops, pick(x)) : pick(x));
      return overCells(ops, ops.mul(object, ops.square(ops.sub(scaled(answer), scaled(truth)))));
    }) as [Tensor, Tensor];
    const boxes = ops.mul(ops.add(centre, size), ops.scalar(p.box));
    const counts = ops.add(object, ops.mul(none, ops.scalar(p.empty)));
    const objects = overCells(ops, ops.mul(counts, entropy(GRID.object, GRID.centre)));
    const loss = ops.add(boxes, objects);
    if (depth === GRID.classes) return loss;
    return ops.add(loss, overCells(ops, ops.mul(object, entropy(GRID.classes, depth))));
  },
  examples: [
    {
      logits: { shape: [1, 1, 2, 7], values: [0, 0, 0, 0, 0, 0, 0, 0, 100, 100, 100, 100, 100, 100] },
      target: {
        shape: [1, 1, 2, 7],
        dtype: 'float32',
        values: [1, 0.5, 0.25, 0.25, 0.5, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      },
      loss: [5 * (0.0625 + (Math.SQRT1_2 - 0.5) ** 2) + 3.5 * Math.LN2],
      by: 'hand: object and two classes at ½ in one cell, and half of that in the empty one, whose rest counts not',
    },
    {
      logits: { shape: [2, 1, 1, 5], values: [100, 0, 0, 0, 0, -100, 3, 3, 3, 3] },
      target: { shape: [2, 1, 1, 5], dtype: 'float32', values: [1, 0, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0] },
      params: { box: 2, empty: 1 },
      loss: [0.5, 0],
      by: 'hand: 2·0.25, and a cell that is rightly empty',
    },
  ],
});
