import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import { int } from './contract/params';
import { float } from './contract/spec';
import { convolvable } from './parts/convolution';

/** Channels must come in groups of a place each. */
function unequal(channels: number, factor: number): Fault {
  const groups = factor * factor;
  const filters = Math.ceil(channels / groups) * groups;
  return {
    code: 'shape/groups',
    param: 'factor',
    input: 0,
    say: { count: channels, what: 'channels', groups },
    cures: [
      {
        title: `Insert a 1×1 convolution with ${filters} filters`,
        insert: { kind: 'conv2d', params: { filters, kernel: [1, 1] } },
      },
    ],
  };
}

export default defineLayer({
  kind: 'pixelShuffle',
  title: 'Pixel shuffle',
  group: 'shape',
  glyph: 'upsample',
  name: 'shuffle',
  doc: {
    summary: 'Lays channels out as pixels: maps become larger and fewer, and no number changes.',
    formula:
      'y[i·f + u, j·f + v, c] = x[i, j, (u·f + v)·C + c]: f the factor, C the channels that come out, those that go in ' +
      '÷ f². No parameters. TensorFlow calls it depth to space; PyTorch counts the channels in another order.',
    advice:
      'Ends nets that draw large pictures: a convolution works on small maps, with f² times as many channels, and this ' +
      'lays them out.',
    source: 'Shi and others, Real-time single image and video super-resolution, 2016',
  },
  params: { factor: int('Factor', 2, { help: 'What height and width are multiplied by.' }) },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => `× ${p.factor}`,
  shape([x], p) {
    const fault = convolvable(x, 2);
    if (fault) return fault;
    const [, height, width, channels] = x.shape.map(Number);
    const made = Number(channels) / p.factor ** 2;
    if (!Number.isInteger(made)) return unequal(Number(channels), p.factor);
    return [float(Number(height) * p.factor, Number(width) * p.factor, made)];
  },
  window: (_inputs, p) => ({ size: [1, 1], stride: [1 / p.factor, 1 / p.factor] }),
  explainShape: ([x], p) => `${x.shape[3]} channels ÷ ${p.factor}² = ${Number(x.shape[3]) / p.factor ** 2}`,
  forward(ops, [x], _weights, p) {
    const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
    const [f, made] = [p.factor, channels / p.factor ** 2];
    const apart = ops.transpose(ops.reshape(x, [batch, height, width, f, f * made]), [0, 1, 3, 2, 4]);
    return [ops.reshape(apart, [batch, height * f, width * f, made])];
  },
  examples: [
    {
      inputs: [float(1, 2, 8)],
      outputs: [float(2, 4, 2)],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
        outputs: [[1, 2, 3, 4, 9, 10, 11, 12, 5, 6, 7, 8, 13, 14, 15, 16]],
        by: 'TensorFlow 2.21, tf.nn.depth_to_space',
      },
    },
    { inputs: [float(5, 7, 27)], params: { factor: 3 }, outputs: [float(15, 21, 3)] },
  ],
});
