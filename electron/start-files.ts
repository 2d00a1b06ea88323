import { resolve } from 'node:path';

/** Files that the system, a second start or the command line asks us to open. */
export interface StartFiles {
  /** Opens it in the page, or keeps it until the page asks. */
  offer(path: string): void;
  /** What waits, for the page that has just started. From then on the page is told at once. */
  take(): string | null;
}

/** @param tell tells the page; called only after its first `take` */
export function keepStartFiles(tell: (path: string) => void): StartFiles {
  let waiting: string | null = null;
  let pageIsReady = false;
  return {
    offer(path) {
      if (pageIsReady) tell(path);
      else waiting = path;
    },
    take() {
      pageIsReady = true;
      const path = waiting;
      waiting = null;
      return path;
    },
  };
}

/**
 * The project named on a command line, whole, or `undefined`. It need not exist: opening it says so.
 * @param words without the program
 * @param folder where the command was given
 */
export function fileInArguments(words: readonly string[], folder: string): string | undefined {
  const named = words.find((word) => /\.(netloom|json)$/i.test(word) && !word.startsWith('-'));
  return named === undefined ? undefined : resolve(folder, named);
}
