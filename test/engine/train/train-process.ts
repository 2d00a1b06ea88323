import { readFile } from 'node:fs/promises';
import type { Project } from '../../../engine/graph/document';
import { open } from './nets';

/** Trains the project in `file` into `folder` and says on stdout when an epoch is done. */
export default async function trainProcess([file = '', folder = '']: string[]): Promise<number> {
  const project = JSON.parse(await readFile(file, 'utf8')) as Project;
  let told = 0;
  const { run, epochs } = await open(project, {
    folder,
    atStep: () => {
      for (; told < epochs.length; told++) process.stdout.write(`epoch ${told + 1}\n`);
    },
  });
  await run.run();
  return 0;
}
