/** `npm run setup`: the whole set-up, and a new try of what could not be had before. `-- --gpu` asks for CUDA. */
import { setUp } from './setup/all.mjs';
import { runMain } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';

await runMain(async () => {
  await setUp({ window: true, refresh: true, gpu: process.argv.includes('--gpu') });
  say('Netloom is set up. `npm start` opens it.');
  return 0;
});
