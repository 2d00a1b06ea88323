import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Template } from './bridge';

/** From the first steps to whole architectures; templates not named here follow by name. */
const ORDER = ['fish', 'mnist-mlp', 'lenet', 'siamese-mnist'];
const place = (id: string) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);

/** The samples in `folder`, in the order to show them; an unreadable one is left out. */
export async function listTemplates(folder: string): Promise<Template[]> {
  const names = await readdir(folder).catch(() => []);
  const read = async (name: string): Promise<Template[]> => {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    return text === undefined ? [] : [{ id: basename(name, '.json'), text }];
  };
  const templates = await Promise.all(names.filter((name) => name.endsWith('.json')).map(read));
  return templates.flat().sort((a, b) => place(a.id) - place(b.id) || a.id.localeCompare(b.id));
}
