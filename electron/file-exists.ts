import { access } from 'node:fs/promises';

/** Whether something stands at `path`, as far as this account can see. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
