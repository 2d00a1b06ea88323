/** `npm run pictures`: takes the README's pictures anew from the app itself and puts them into test/e2e/pictures. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { passThrough } from './setup/command.mjs';
import { root } from './setup/paths.mjs';
import { runMain } from './setup/problem.mjs';

const PICTURES = ['graph-light.png', 'siamese-dark.png', 'inspect-light.png'];

await runMain(async () => {
  const looks = join('test', 'e2e', 'looks.e2e.ts');
  const args = [join(root, 'scripts', 'e2e.mjs'), looks, '-t', 'README'];
  const code = await passThrough(process.execPath, args, { env: { ...process.env, NETLOOM_PICTURES: '1' } });
  if (code) return code;
  const target = join(root, 'test', 'e2e', 'pictures');
  mkdirSync(target, { recursive: true });
  for (const name of PICTURES) copyFileSync(join(root, 'test-results', name), join(target, name));
  return 0;
});
