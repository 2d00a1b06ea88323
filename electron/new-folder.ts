import { join } from 'node:path';
import { exists } from './file-exists';

/** The path of a folder in `parent` that is not there yet: `name`, `name 2`, `name 3` … */
export async function newFolderIn(parent: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const path = join(parent, count === 1 ? name : `${name} ${count}`);
    if (!(await exists(path))) return path;
  }
}
