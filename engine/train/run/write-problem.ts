import type { Problem } from '../../graph/problem';
import { problem } from '../../graph/problems';

/** What a failed write of the run folder means to people. */
export function writeProblem(error: unknown, path: string): Problem {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return problem('run/no-space', { path });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return problem('run/unwritable', { path, why: 'you have no permission to write there' });
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') return problem('run/unwritable', { path, why: 'the folder is gone' });
  return problem('run/unwritable', { path, why: code || message });
}
