import type { Field } from '../data/contract/field';
import { choice } from '../layers/contract/params';
import { definePreparation } from './contract/preparation';
import { refuseClasses } from './parts/quantities';

type Per = 'channel' | 'all';

/** Numbers of means: one for each value along the last axis, or one for everything. */
const groupsOf = (field: Field, per: Per): number => (per === 'all' ? 1 : (field.shape.at(-1) ?? 1));

export default definePreparation({
  kind: 'standardise',
  title: 'Standardise',
  doc: {
    summary: 'Brings the values to mean 0 and spread 1, as measured on the training part.',
    formula:
      'y = (x − μ)/σ: μ the mean and σ the standard deviation (divided by n) of the training part; σ = 1 where nothing varies.',
    advice:
      'The usual step for tables, whose columns have units of their own: each gets its own mean and spread. For ' +
      'pictures it goes by colour. The numbers are kept with the run and go into every export.',
    source: 'LeCun, Bottou, Orr and Müller, Efficient backprop, 1998',
  },
  params: {
    per: choice<Per>(
      'Statistics',
      [
        { value: 'channel', title: 'For each column or colour' },
        { value: 'all', title: 'For all together' },
      ],
      'channel',
    ),
  },
  field(before) {
    const fault = refuseClasses(before, 'Standardise');
    if (fault) return fault;
    const { range: _none, ...rest } = before;
    return rest;
  },
  /** One pass. Sums are taken from the first row on, which keeps them small where the mean is far from 0. */
  fit(before, p) {
    const groups = groupsOf(before, p.per);
    const start = new Float64Array(groups);
    const sum = new Float64Array(groups);
    const squares = new Float64Array(groups);
    let count = 0;
    return {
      take(row) {
        if (count === 0) for (let g = 0; g < groups; g++) start[g] = row[g] ?? 0;
        for (let i = 0; i < row.length; i++) {
          const g = i % groups;
          const from = (row[i] as number) - (start[g] as number);
          sum[g] = (sum[g] as number) + from;
          squares[g] = (squares[g] as number) + from * from;
        }
        count += row.length / groups;
      },
      done() {
        const each = Math.max(1, count);
        const mean = Array.from(sum, (s, g) => (start[g] as number) + s / each);
        const deviation = Array.from(squares, (s, g) => {
          const offset = (sum[g] as number) / each;
          return Math.sqrt(Math.max(0, s / each - offset * offset)) || 1;
        });
        return { mean, deviation };
      },
    };
  },
  forward(ops, x, _p, fitted) {
    const { mean = [0], deviation = [1] } = fitted;
    const shape = x.rank > 1 ? [mean.length] : [];
    return ops.div(ops.sub(x, ops.constant(mean, shape)), ops.constant(deviation, shape));
  },
  examples: [
    {
      field: { name: 'features', shape: [3], dtype: 'float32', role: 'number' },
      rows: [
        [1, 10, 7],
        [3, 30, 7],
      ],
      results: [
        [-1, -1, 0],
        [1, 1, 0],
      ],
      by: 'hand',
    },
    {
      field: { name: 'picture', shape: [1, 2, 1], dtype: 'float32', role: 'image', range: [0, 255] },
      params: { per: 'all' },
      rows: [
        [1, 3],
        [5, 7],
      ],
      results: [
        [-1.341641, -0.447214],
        [0.447214, 1.341641],
      ],
      by: 'hand: mean 4, deviation √5',
    },
    {
      field: { name: 'weight', shape: [], dtype: 'float32', role: 'number' },
      rows: [[1000001], [1000003]],
      results: [[-1], [1]],
      by: 'hand: far from 0',
    },
  ],
});
