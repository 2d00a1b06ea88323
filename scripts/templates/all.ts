import { projectText } from '../../engine/graph/serialize';
import { placed } from './placed';
import { projectOf, type Template } from './template';

/** Every file in families/ gives a list of templates; nothing else lists them. */
const files = import.meta.glob<readonly Template[]>('./families/*.ts', { eager: true, import: 'default' });

/** File name → text of every template that is generated. */
export function generatedTemplates(): Map<string, string> {
  const texts = new Map<string, string>();
  for (const template of Object.values(files).flat()) {
    if (texts.has(`${template.name}.json`)) throw new Error(`Two templates are named ${template.name}`);
    texts.set(`${template.name}.json`, projectText(placed(projectOf(template))));
  }
  return texts;
}
