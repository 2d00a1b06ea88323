import { readFile, stat } from 'node:fs/promises';
import { type Opened, parseProject } from '../graph/parse';
import { fail, type Result } from '../graph/problem';
import { problem } from '../graph/problems';

/** No project is larger; the parser says the same, but would have to be given the text first. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/** Opens a project file. */
export async function openProject(path: string): Promise<Result<Opened>> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_BYTES) {
      return fail(problem('project/too-large', { got: `${Math.ceil(size / 1024 ** 2)} MB`, expected: '16 MB' }));
    }
    return parseProject(await readFile(path, 'utf8'));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return fail(problem('data/file-missing', { path }));
    const why = code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'you have no permission' : code;
    return fail(problem('data/file-unreadable', { path, why }));
  }
}
