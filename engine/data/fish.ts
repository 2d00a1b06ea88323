import { succeed } from '../graph/problem';
import { int } from '../layers/contract/params';
import type { Field } from './contract/field';
import { defineSource, type Part } from './contract/source';
import { normals, stream } from './parts/draws';

const SPECIES = [
  { name: 'sea bass', means: [58, 17, 0.66], deviations: [8, 2, 0.1] },
  { name: 'salmon', means: [70, 12.5, 0.38], deviations: [8, 2, 0.1] },
] as const;

/** Length and width in cm, lightness of the skin from 0 (black) to 1 (white). */
const FEATURES = 3;

const FIELDS: readonly Field[] = [
  { name: 'features', shape: [FEATURES], dtype: 'float32', role: 'number' },
  { name: 'label', shape: [], dtype: 'int32', role: 'label', classes: SPECIES.map(({ name }) => name) },
];

/** `count` fish, the species in turn, each feature normally distributed around its species' mean. */
function catchFish(count: number, seed: number, name: string): Part {
  const draws = normals(count * FEATURES, seed, stream(`fish/${name}`));
  const features = new Float32Array(count * FEATURES);
  const labels = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const label = row % SPECIES.length;
    const { means, deviations } = SPECIES[label] as (typeof SPECIES)[number];
    labels[row] = label;
    for (let feature = 0; feature < FEATURES; feature++) {
      const at = row * FEATURES + feature;
      features[at] = (means[feature] as number) + (deviations[feature] as number) * (draws[at] as number);
    }
  }
  const [field, labelField] = FIELDS as [Field, Field];
  return { count, columns: { features: { field, values: features }, label: { field: labelField, values: labels } } };
}

export default defineSource({
  kind: 'fish',
  title: 'Sea bass and salmon',
  doc: {
    summary: 'Generated fish of two species, told apart by length, width and lightness.',
    formula: 'Each feature is its species’ mean plus normal noise: length and width in cm, lightness from 0 to 1.',
    advice:
      'The smallest useful task: a few hand-made features and two classes that overlap, so that no net can be right ' +
      'about every fish; the best possible is about 97 %.',
    source: 'Duda, Hart, Stork: Pattern Classification, 2001, chapter 1',
  },
  params: {
    count: int('Fish to train on', 1000, { min: 20, max: 1_000_000, help: 'A quarter as many are made for testing.' }),
    seed: int('Seed', 1, { min: 0, help: 'The same seed gives the same fish.' }),
  },
  origin: 'generated',
  fields: () => FIELDS,
  async open(_io, { count, seed }) {
    return succeed({
      fields: FIELDS,
      train: catchFish(count, seed, 'train'),
      test: catchFish(Math.ceil(count / 4), seed, 'test'),
    });
  },
});
