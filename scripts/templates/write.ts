import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedTemplates } from './all';
import { cardsText } from './cards';

/** Writes every generated template into the folder, and what the start page shows of all; answers the exit code. */
export default function write([folder = 'templates']: readonly string[]): number {
  const texts = generatedTemplates();
  for (const [name, text] of texts) writeFileSync(join(folder, name), text);
  writeFileSync(join('renderer', 'gallery', 'cards.json'), cardsText(folder));
  process.stdout.write(`${texts.size} templates written to ${folder}, and the cards of the start page\n`);
  return 0;
}
