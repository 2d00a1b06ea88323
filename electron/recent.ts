import { basename, extname } from 'node:path';
import { z } from 'zod';
import type { RecentProject } from './bridge';
import { exists } from './file-exists';
import { openJsonStore } from './json-store';

const MOST = 12;
const stored = z.array(z.object({ path: z.string().min(1), openedAt: z.number() }));

/** The projects opened or saved last, newest first. */
export interface RecentProjects {
  paths(): string[];
  list(): Promise<RecentProject[]>;
  add(path: string): void;
  remove(path: string): void;
  clear(): void;
  /** Called after every change; the menu is drawn anew then. */
  onChange(listener: () => void): void;
  flush(): Promise<void>;
}

/** The list that the system itself keeps, on the dock or in the task bar. */
export interface SystemRecent {
  add(path: string): void;
  clear(): void;
}

export function openRecent(file: string, system: SystemRecent, now: () => number = Date.now): RecentProjects {
  const store = openJsonStore(file, stored, []);
  let changed = () => {};
  function set(next: z.infer<typeof stored>): void {
    store.set(next.slice(0, MOST));
    changed();
  }
  const without = (path: string) => store.get().filter((entry) => entry.path !== path);
  return {
    paths: () => store.get().map((entry) => entry.path),
    list: () =>
      Promise.all(
        store.get().map(async ({ path, openedAt }) => ({
          path,
          openedAt,
          name: basename(path, extname(path)),
          missing: !(await exists(path)),
        })),
      ),
    add(path) {
      system.add(path);
      set([{ path, openedAt: now() }, ...without(path)]);
    },
    remove: (path) => set(without(path)),
    clear() {
      system.clear();
      set([]);
    },
    onChange: (listener) => {
      changed = listener;
    },
    flush: store.flush,
  };
}
