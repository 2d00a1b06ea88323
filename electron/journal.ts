import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Result, succeed } from '../engine/graph/problem';
import { writeAtomically } from './atomic-write';
import type { JournalDraft, JournalEntry } from './bridge';
import { fileProblem } from './file-problem';
import { LARGEST_TEXT } from './project-files';

/** Names the entry's file, so nothing that could lead out of the folder. */
export const journalId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const journalDraft = z.object({
  id: journalId,
  path: z.string().max(4096).nullable(),
  title: z
    .string()
    .max(LARGEST_TEXT)
    .transform((whole) => whole.slice(0, 500)),
  text: z.string().max(LARGEST_TEXT),
});
const stored = journalDraft.extend({ writtenAt: z.number() });

/** Drawings that are not saved yet, so that a crash costs 2 s of work and never the file that the person saved. */
export interface Journal {
  write(draft: JournalDraft): Promise<Result<null>>;
  list(): Promise<JournalEntry[]>;
  discard(id: string): Promise<void>;
}

/** @param folder is created when first needed. */
export function openJournal(folder: string, now: () => number = Date.now): Journal {
  const fileOf = (id: string) => join(folder, `${id}.json`);
  // Writes and discards of the page follow each other; a discard must not be overtaken by a slow write.
  let queue: Promise<unknown> = Promise.resolve();
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = queue.then(task);
    queue = result.catch(() => {});
    return result;
  }

  async function read(name: string): Promise<JournalEntry | undefined> {
    try {
      const entry = stored.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
      return { ...entry, fileChangedAt: await changedAt(entry.path) };
    } catch {
      // A foreign file in the folder is no drawing of ours.
      return undefined;
    }
  }

  return {
    write: (draft) =>
      inTurn(async (): Promise<Result<null>> => {
        try {
          await mkdir(folder, { recursive: true });
          await writeAtomically(fileOf(draft.id), JSON.stringify({ ...draft, writtenAt: now() }));
          return succeed(null);
        } catch (error) {
          return { ok: false, problems: [fileProblem(error, draft.title, 'written')] };
        }
      }),
    list: () =>
      inTurn(async () => {
        const names = await readdir(folder).catch(() => []);
        const entries = await Promise.all(names.filter((name) => name.endsWith('.json')).map(read));
        return entries.filter((entry) => entry !== undefined).sort((a, b) => b.writtenAt - a.writtenAt);
      }),
    discard: (id) => inTurn(() => rm(fileOf(id), { force: true })),
  };
}

async function changedAt(path: string | null): Promise<number | null> {
  if (path === null) return null;
  return stat(path).then(
    (found) => found.mtimeMs,
    () => null,
  );
}
