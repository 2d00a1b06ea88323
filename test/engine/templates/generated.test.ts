import { expect, it } from 'vitest';
import { generatedTemplates } from '../../../scripts/templates/all';
import { templateNames, textOf } from './open';

const generated = generatedTemplates();

it.each([...generated.keys()])('%s is as the generator writes it', (file) => {
  expect(textOf(file.slice(0, -'.json'.length))).toBe(generated.get(file));
});

it('leaves only the templates that were drawn by hand', () => {
  const drawn = templateNames.filter((name) => !generated.has(`${name}.json`));
  expect(drawn.sort()).toEqual(['fish', 'lenet', 'mnist-mlp', 'siamese-mnist', 'small-residual']);
});
