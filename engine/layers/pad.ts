import type { Tensor } from '@tensorflow/tfjs-core';
import type { Fault } from '../graph/problems';
import { needsFloat, needsMaps, tooSmall } from './contract/faults';
import { defineLayer } from './contract/layer';
import type { Ops } from './contract/ops';
import { choice, ints, type Margins, number } from './contract/params';
import { float, type Spec } from './contract/spec';

/** One amount for all sides, one for each axis, or two for each axis; none of these where it is undefined. */
function marginsOf(amount: readonly number[], axes: number): Margins | undefined {
  const list = Array.from({ length: axes }, (_, axis) => axis);
  const at = (i: number) => amount[i] ?? 0;
  if (amount.length === 1) return list.map(() => [at(0), at(0)]);
  if (amount.length === 2 * axes) return list.map((axis) => [at(2 * axis), at(2 * axis + 1)]);
  return amount.length === axes ? list.map((axis) => [at(axis), at(axis)]) : undefined;
}

const last = (x: Spec): number => Number(x.shape.at(-1));

const amounts = (axes: number, got: number): Fault => ({
  code: 'param/amounts',
  param: 'amount',
  say: { expected: axes === 1 ? '1 or 2' : `1, ${axes} or ${2 * axes}`, got },
  cures: [{ title: 'Pad every side by 1', set: { amount: [1] } }],
});

/** Rows that stand over one edge of an axis, outermost first in front and last behind. */
const mirrored = (length: number, count: number, front: boolean): number[] =>
  Array.from({ length: count }, (_, i) => (front ? count - i : length - 2 - i));
const repeated = (length: number, count: number, front: boolean): number[] =>
  Array.from({ length: count }, () => (front ? 0 : length - 1));

/** Puts copies of single rows in front of an axis and behind it. */
function extend(ops: Ops, x: Tensor, axis: number, front: readonly number[], behind: readonly number[]): Tensor {
  if (front.length + behind.length === 0) return x;
  const row = (at: number): Tensor => {
    const begin = x.shape.map((_, k) => (k === axis ? at : 0));
    return ops.slice(
      x,
      begin,
      x.shape.map((_, k) => (k === axis ? 1 : -1)),
    );
  };
  return ops.concat([...front.map(row), x, ...behind.map(row)], axis);
}

const NAMES = [[], ['Length'], ['Height', 'Width'], ['Depth', 'Height', 'Width']];

export default defineLayer({
  kind: 'pad',
  title: 'Pad',
  group: 'shape',
  glyph: 'pad',
  doc: {
    summary: 'Puts values around a sequence, maps or a volume.',
    formula:
      'y = x with as many values before and after each axis as given. They are a number, the values at the edge over ' +
      'and over, or those inside mirrored at the edge, without the edge itself. No parameters.',
    advice:
      'Most layers pad by themselves. Draw it where zeros would show as a frame: mirrored edges suit nets that draw ' +
      'pictures. One amount holds for every side; two for rows and columns; four for top, bottom, left and right.',
    source: 'Zhu, Park, Isola and Efros, Unpaired image-to-image translation, 2017',
  },
  params: {
    amount: ints('Amount', [1], {
      min: 0,
      max: 65_536,
      lengths: [1, 2, 3, 4, 6],
      help: 'For every side, for each axis, or before and after each axis.',
    }),
    mode: choice(
      'With',
      [
        { value: 'constant', title: 'A number' },
        { value: 'reflect', title: 'Mirrored inside' },
        { value: 'edge', title: 'The edge' },
      ],
      'constant',
    ),
    value: number('Number', 0, { help: 'What is put around, where it is a number.', advanced: true }),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => p.amount.join(', ') + (p.mode === 'constant' ? '' : p.mode === 'reflect' ? ', mirrored' : ', edge'),
  shape([x], p) {
    if (x.dtype !== 'float32') return needsFloat(0, x);
    const axes = x.shape.length - 2;
    if (axes < 1 || axes > 3) return needsMaps(0, x);
    const sides = marginsOf(p.amount, axes);
    if (!sides) return amounts(axes, p.amount.length);
    const sizes = x.shape.slice(1, -1).map(Number);
    const least = sides.map(([a, b]) => Math.max(a, b) + 1);
    if (p.mode === 'reflect' && sizes.some((size, axis) => size < (least[axis] ?? 1))) {
      return tooSmall(0, x, [...least, last(x)].join('×'), [
        { title: 'Repeat the edge instead', set: { mode: 'edge' } },
      ]);
    }
    return [float(...sizes.map((size, axis) => size + (sides[axis]?.[0] ?? 0) + (sides[axis]?.[1] ?? 0)), last(x))];
  },
  explainShape([x], p) {
    const sizes = x.shape.slice(1, -1).map(Number);
    const sides = marginsOf(p.amount, sizes.length) ?? [];
    const line = (size: number, axis: number) => {
      const [a, b] = sides[axis] ?? [0, 0];
      return `${NAMES[sizes.length]?.[axis]}: ${a} + ${size} + ${b} = ${a + size + b}`;
    };
    return sizes.map(line).join('\n');
  },
  forward(ops, [x], _weights, p) {
    const sides = marginsOf(p.amount, x.rank - 2) ?? [];
    if (p.mode === 'constant') {
      const around = sides.map(([a, b]): [number, number] => [a, b]);
      return [ops.pad(x, [[0, 0], ...around, [0, 0]], p.value)];
    }
    const rows = p.mode === 'reflect' ? mirrored : repeated;
    return [
      sides.reduce((y, [a, b], at) => {
        const length = y.shape[at + 1] ?? 1;
        return extend(ops, y, at + 1, rows(length, a, true), rows(length, b, false));
      }, x),
    ];
  },
  examples: [
    {
      inputs: [float(1, 2, 1)],
      params: { amount: [1, 0, 0, 2], value: 9 },
      outputs: [float(2, 4, 1)],
      numbers: { batch: 1, inputs: [[1, 2]], outputs: [[9, 9, 9, 9, 1, 2, 9, 9]], by: 'hand' },
    },
    {
      inputs: [float(2, 3, 1)],
      params: { amount: [1, 2], mode: 'reflect' },
      outputs: [float(4, 7, 1)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6]],
        outputs: [[6, 5, 4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 2, 1, 6, 5, 4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 2, 1]],
        by: 'NumPy, pad with mode reflect',
      },
    },
    {
      inputs: [float(3, 1)],
      params: { amount: [2, 1], mode: 'edge' },
      outputs: [float(6, 1)],
      numbers: { batch: 2, inputs: [[1, 2, 3, 4, 5, 6]], outputs: [[1, 1, 1, 2, 3, 3, 4, 4, 4, 5, 6, 6]], by: 'hand' },
    },
    { inputs: [float(2, 3, 4, 2)], params: { amount: [1, 0, 2] }, outputs: [float(4, 3, 8, 2)] },
    { inputs: [float(28, 28, 3)], params: { amount: [3] }, outputs: [float(34, 34, 3)] },
  ],
});
