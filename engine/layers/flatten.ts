import { defineLayer } from './contract/layer';
import { sampleSize, shapeText } from './contract/spec';
import { inOneRow } from './parts/merging';

export default defineLayer({
  kind: 'flatten',
  title: 'Flatten',
  group: 'shape',
  glyph: 'flatten',
  doc: {
    summary: 'Lays all values of a sample in one row.',
    formula: 'out = the same values in their order, channels fastest: [H, W, C] becomes [H·W·C].',
    advice:
      'Stands between the last convolution or pooling and the first dense layer. Over large maps, global average ' +
      'pooling gives the dense layer far fewer parameters.',
  },
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  summary: () => '',
  shape: ([x]) => [{ shape: [null, sampleSize(x)], dtype: x.dtype }],
  explainShape: ([x]) => `${shapeText(x).replaceAll('×', ' · ')} = ${sampleSize(x)}`,
  forward: (ops, [x]) => [inOneRow(ops, x)],
  examples: [
    {
      inputs: [{ shape: [null, 2, 2, 2], dtype: 'float32' }],
      outputs: [{ shape: [null, 8], dtype: 'float32' }],
      numbers: {
        batch: 1,
        inputs: [[1, 2, 3, 4, 5, 6, 7, 8]],
        outputs: [[1, 2, 3, 4, 5, 6, 7, 8]],
        by: 'hand',
      },
    },
    { inputs: [{ shape: [null, 4, 4, 50], dtype: 'float32' }], outputs: [{ shape: [null, 800], dtype: 'float32' }] },
    { inputs: [{ shape: [null, 5], dtype: 'int32' }], outputs: [{ shape: [null, 5], dtype: 'int32' }] },
    { inputs: [{ shape: [null], dtype: 'float32' }], outputs: [{ shape: [null, 1], dtype: 'float32' }] },
  ],
});
