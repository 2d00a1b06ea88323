import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { writeAtomically } from './atomic-write';

/** A small JSON file of the app's own. Damaged or missing content counts as empty: it is convenience, never work. */
export interface JsonStore<T> {
  get(): T;
  /** Takes effect at once; the file follows within `delay` ms. */
  set(value: T): void;
  /** Waits until the file holds the value. */
  flush(): Promise<void>;
}

/**
 * @param schema must parse `{}` or `[]`, whichever `empty` is, and give defaults.
 * @param delay milliseconds that changes are gathered for, so that dragging a pane does not write at every pixel.
 */
export function openJsonStore<T>(path: string, schema: z.ZodType<T>, empty: unknown, delay = 300): JsonStore<T> {
  let value = read(path, schema, empty);
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function write(): void {
    timer = undefined;
    const text = JSON.stringify(value, null, 2);
    writing = writing
      .then(() => mkdir(dirname(path), { recursive: true }))
      .then(() => writeAtomically(path, text))
      .catch((error: unknown) => console.warn(`${path} could not be written:`, error));
  }

  return {
    get: () => value,
    set(next) {
      value = next;
      timer ??= setTimeout(write, delay);
    },
    async flush() {
      if (timer !== undefined) {
        clearTimeout(timer);
        write();
      }
      await writing;
    },
  };
}

function read<T>(path: string, schema: z.ZodType<T>, empty: unknown): T {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch {
    // Not there yet, or damaged.
  }
  return schema.parse(empty);
}
