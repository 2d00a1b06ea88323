import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedTemplates } from './all';

/** Writes every generated template into the folder; answers the exit code. */
export default function write([folder = 'templates']: readonly string[]): number {
  const texts = generatedTemplates();
  for (const [name, text] of texts) writeFileSync(join(folder, name), text);
  process.stdout.write(`${texts.size} templates written to ${folder}\n`);
  return 0;
}
