import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { int } from './contract/params';
import { float, type Spec } from './contract/spec';
import { convolvable } from './parts/convolution';

/** Rows and columns must come in whole blocks; a few of zeros can be added. */
function unequal(x: Spec, factor: number): Fault | undefined {
  const sizes = x.shape.slice(1, 3).map(Number);
  const axis = sizes.findIndex((size) => size % factor !== 0);
  if (axis < 0) return undefined;
  const [below = 0, right = 0] = sizes.map((size) => (factor - (size % factor)) % factor);
  return {
    code: 'shape/groups',
    param: 'factor',
    input: 0,
    say: { count: sizes[axis] ?? 0, what: axis ? 'columns' : 'rows', groups: factor },
    cures: [{ title: 'Insert padding at the end', insert: { kind: 'pad', params: { amount: [0, below, 0, right] } } }],
  };
}

export default defineLayer({
  kind: 'spaceToDepth',
  title: 'Space to depth',
  group: 'shape',
  glyph: 'reshape',
  name: 'blocks',
  doc: {
    summary: 'Lays blocks of pixels out as channels: maps become smaller and more, and no number changes.',
    formula:
      'y[i, j, (u·f + v)·C + c] = x[i·f + u, j·f + v, c]: f the factor, C the channels that go in. No parameters. It ' +
      'undoes pixel shuffle.',
    advice: 'Halves height and width without losing anything, where a pool or a stride would throw values away.',
    source: 'Redmon and Farhadi, YOLO9000: better, faster, stronger, 2017',
  },
  params: { factor: int('Factor', 2, { help: 'What height and width are divided by.' }) },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => `÷ ${p.factor}`,
  shape([x], p) {
    const fault = convolvable(x, 2) ?? unequal(x, p.factor);
    if (fault) return fault;
    const [, height, width, channels] = x.shape.map(Number);
    return [float(Number(height) / p.factor, Number(width) / p.factor, Number(channels) * p.factor ** 2)];
  },
  window: (_inputs, p) => ({ size: [p.factor, p.factor], stride: [p.factor, p.factor] }),
  explainShape: ([x], p) => `${x.shape[3]} channels · ${p.factor}² = ${Number(x.shape[3]) * p.factor ** 2}`,
  forward(ops, [x], _weights, p) {
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const [f, rows, columns] = [p.factor, height / p.factor, width / p.factor];
    const apart = ops.transpose(ops.reshape(x, [batch, rows, f, columns, f * channels]), [0, 1, 3, 2, 4]);
    return [ops.reshape(apart, [batch, rows, columns, f * f * channels])];
  },
  examples: [
    {
      inputs: [float(2, 4, 2)],
      outputs: [float(1, 2, 8)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
        outputs: [[1, 2, 3, 4, 9, 10, 11, 12, 5, 6, 7, 8, 13, 14, 15, 16]],
        by: 'TensorFlow 2.21, tf.nn.space_to_depth',
      },
    },
    { inputs: [float(9, 6, 2)], params: { factor: 3 }, outputs: [float(3, 2, 18)] },
  ],
});
