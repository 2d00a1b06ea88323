import { readFile } from 'node:fs/promises';
import type { Project } from '../../../engine/graph/document';
import { open } from './nets';

/** Epochs after which every step takes 5 ms more. */
const SLOW_FROM = 20;

/** Trains the project in `file` into `folder` and says on stdout when an epoch is done. */
export default async function trainProcess([file = '', folder = '']: string[]): Promise<number> {
  const project = JSON.parse(await readFile(file, 'utf8')) as Project;
  let told = 0;
  const { run, epochs } = await open(project, {
    folder,
    atStep: () => {
      for (; told < epochs.length; told++) process.stdout.write(`epoch ${told + 1}\n`);
      // Time to be killed in the middle: a compiled step takes less than a process to hear of it.
      if (told >= SLOW_FROM) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    },
  });
  await run.run();
  return 0;
}
