import { expect, it } from 'vitest';
import { EMPTY_PROJECT } from '../../../engine/graph/document';
import { settingsFor } from '../../../renderer/data/choose-source';

it('binds the fish’s features and label, and standardises what is measured', () => {
  expect(settingsFor(EMPTY_PROJECT, 'fish', ['numbers'], ['species'])).toMatchObject({
    source: { kind: 'fish' },
    bind: { numbers: 'features', species: 'label' },
    prepare: [{ field: 'features', op: 'standardise' }],
  });
});

it('scales pictures of bytes to one', () => {
  const { bind, prepare } = settingsFor(EMPTY_PROJECT, 'mnist', ['picture'], ['digit']);
  expect(bind).toEqual({ picture: 'image', digit: 'label' });
  expect(prepare).toEqual([{ field: 'image', op: 'rescale', scale: 1 / 255 }]);
});

it('keeps the split, and binds nothing where the file decides the fields', () => {
  const split = { validation: 0.3, test: 0.2, by: 'class' as const, seed: 7 };
  const project = { ...EMPTY_PROJECT, data: { source: { kind: 'fish' }, split, bind: { a: 'features' } } };
  expect(settingsFor(project, 'csv', ['a'], ['b'])).toEqual({ source: { kind: 'csv' }, split, bind: {} });
});
