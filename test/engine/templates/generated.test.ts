import { expect, it } from 'vitest';
import { generatedTemplates } from '../../../scripts/templates/all';
import { templateNames, templateOf, textOf } from './open';

const generated = generatedTemplates();

it.each([...generated.keys()])('%s is as the generator writes it', (file) => {
  expect(textOf(file.slice(0, -'.json'.length))).toBe(generated.get(file));
});

it('leaves only the templates that were drawn by hand', () => {
  const drawn = templateNames.filter((name) => !generated.has(`${name}.json`));
  expect(drawn.sort()).toEqual(['fish', 'lenet', 'mnist-mlp', 'siamese-mnist', 'small-residual']);
});

it.each(templateNames)('%s stands on a shelf, explains itself and says what it takes', (name) => {
  const { title, description = '', family, source, graph } = templateOf(name);
  expect(title).not.toBe('');
  expect(family).toBeTruthy();
  expect(source).toBeTruthy();
  expect(description).toMatch(/^[A-Z].*[.]$/);
  // A net without data says the form of what enters.
  const { data } = templateOf(name);
  const inputs = graph.nodes.filter(({ kind }) => kind === 'input');
  expect(data !== undefined || inputs.every(({ params }) => Array.isArray(params?.shape))).toBe(true);
});
