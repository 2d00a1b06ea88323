import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { choice, ints } from './contract/params';
import { float } from './contract/spec';
import { adaptivePool } from './parts/adaptive-pooling';
import { convolvable } from './parts/convolution';

const noLevels: Fault = {
  code: 'param/amounts',
  param: 'levels',
  say: { expected: 'at least 1', got: 0 },
  cures: [{ title: 'Use levels of 4, 2 and 1', set: { levels: [4, 2, 1] } }],
};

export default defineLayer({
  kind: 'spatialPyramidPool2d',
  title: 'Spatial pyramid pooling',
  group: 'pool',
  glyph: 'pyramid',
  name: 'pyramid',
  doc: {
    summary: 'Pools maps of any size over finer and coarser grids and lays all results in one row.',
    formula:
      'y = [pool over n×n parts, for every level n], each in the order rows, columns, channels. Parts are those of ' +
      'adaptive pooling. Numbers that come out: channels · Σ n². No parameters.',
    advice:
      'Stands before the first dense layer in place of Flatten: pictures of other sizes then fit, and what is seen ' +
      'counts both where it is and anywhere.',
    source: 'He, Zhang, Ren and Sun, Spatial pyramid pooling in deep convolutional networks, 2014',
  },
  params: {
    levels: ints('Levels', [4, 2, 1], { max: 64, help: 'Parts along each side, a number for each grid.' }),
    pool: choice(
      'Keeps',
      [
        { value: 'max', title: 'Largest' },
        { value: 'average', title: 'Mean' },
      ],
      'max',
    ),
  },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'units',
  summary: (p) => p.levels.map((level) => `${level}×${level}`).join(', '),
  shape([x], p) {
    if (p.levels.length === 0) return noLevels;
    const places = p.levels.reduce((sum, level) => sum + level * level, 0);
    return convolvable(x, 2) ?? [float(places * Number(x.shape[3]))];
  },
  explainShape: ([x], p) =>
    `(${p.levels.map((level) => `${level}²`).join(' + ')}) · ${x.shape[3]} channels = ` +
    `${p.levels.reduce((sum, level) => sum + level * level, 0) * Number(x.shape[3])}`,
  forward(ops, [x], _weights, p) {
    const [batch = 1] = x.shape;
    const channels = x.shape[3] ?? 1;
    const rows = p.levels.map((level) => {
      const pooled = adaptivePool(ops, x, [level, level], p.pool);
      return ops.reshape(pooled, [batch, level * level * channels]);
    });
    return [rows.length === 1 ? (rows[0] ?? x) : ops.concat(rows, 1)];
  },
  examples: [
    {
      inputs: [float(3, 3, 1)],
      params: { levels: [2, 1] },
      outputs: [float(5)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9]],
        outputs: [[5, 6, 8, 9, 9]],
        by: 'hand: four quarters that overlap, then all',
      },
    },
    {
      inputs: [float(2, 2, 2)],
      params: { levels: [1, 2], pool: 'average' },
      outputs: [float(10)],
      numbers: {
        batch: 1,
        inputs: [[1, 10, 2, 20, 3, 30, 4, 40]],
        outputs: [[2.5, 25, 1, 10, 2, 20, 3, 30, 4, 40]],
        by: 'hand',
      },
    },
    { inputs: [float(13, 13, 16)], outputs: [float(336)] },
  ],
});
