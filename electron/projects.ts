import { basename, dirname, extname, resolve } from 'node:path';
import { fail, type Result, succeed } from '../engine/graph/problem';
import { problem } from '../engine/graph/problems';
import type { ProjectFile, SavedFile, SaveRequest } from './bridge';
import { exists } from './file-exists';
import { type FileStamp, readProjectFile, writeProjectFile } from './project-files';
import { acquireProjectLock, type ProjectLock } from './project-lock';

export const PROJECT_EXTENSION = 'netloom';

/** What the person is asked. */
export interface ProjectQuestions {
  openPath(): Promise<string | null>;
  savePath(suggestedName: string): Promise<string | null>;
  /** The dialog asked about the name as typed; this asks again where the extension made it another file. */
  replace(path: string): Promise<boolean>;
}

/** Opening, saving and letting go of project files, one at a time. */
export interface Projects {
  open(path?: string, readOnly?: boolean): Promise<Result<ProjectFile> | null>;
  save(request: SaveRequest): Promise<Result<SavedFile> | null>;
  close(): Promise<void>;
  /** The file that is open, to read or to write. */
  path(): string | undefined;
}

/**
 * @param chosen paths that the person chose, in a dialog or otherwise; the page can reach no other file.
 * @param onUsed a project was opened or saved.
 */
export function manageProjects(
  ask: ProjectQuestions,
  chosen: Set<string>,
  onUsed: (path: string) => void,
  lockProject = acquireProjectLock,
): Projects {
  let current: { path: string; lock?: ProjectLock } | undefined;
  const stamps = new Map<string, FileStamp>();

  async function hold(next: { path: string; lock?: ProjectLock } | undefined): Promise<void> {
    const before = current?.lock;
    current = next;
    if (before !== next?.lock) await before?.release();
  }

  /** The lock we have, or a new one. */
  async function lockFor(path: string): Promise<Result<ProjectLock>> {
    if (current?.path === path && current.lock && (await current.lock.isHeld())) return succeed(current.lock);
    return lockProject(path);
  }

  const notChosen = (path: string) => fail(problem('file/not-chosen', { name: basename(path) }));

  async function open(path: string, readOnly: boolean): Promise<Result<ProjectFile>> {
    if (!chosen.has(path)) return notChosen(path);
    const read = await readProjectFile(path);
    if (!read.ok) return read;
    const { text, stamp, writable } = read.value;
    if (readOnly || !writable) {
      await hold({ path });
    } else {
      const lock = await lockFor(path);
      if (!lock.ok) return lock;
      await hold({ path, lock: lock.value });
    }
    stamps.set(path, stamp);
    onUsed(path);
    return succeed({ path, text, readOnly: readOnly || !writable });
  }

  async function save(path: string, text: string, overwrite: boolean): Promise<Result<SavedFile>> {
    if (!chosen.has(path)) return notChosen(path);
    const lock = await lockFor(path);
    if (!lock.ok) return lock;
    const written = await writeProjectFile(path, text, overwrite ? undefined : stamps.get(path));
    if (!written.ok) {
      if (lock.value !== current?.lock) await lock.value.release();
      return written;
    }
    await hold({ path, lock: lock.value });
    stamps.set(path, written.value);
    onUsed(path);
    return succeed({ path, savedAt: written.value.modifiedAt });
  }

  return {
    async open(given, readOnly = false) {
      const path = given ?? (await ask.openPath());
      if (path === null) return null;
      const whole = resolve(path);
      if (given === undefined) chosen.add(whole);
      return open(whole, readOnly);
    },
    async save({ path, text, suggestedName, overwrite = false }) {
      if (path !== undefined) return save(resolve(path), text, overwrite);
      const asked = await askWhere(ask, suggestedName);
      if (asked === null) return null;
      chosen.add(asked);
      // The dialog has asked about replacing.
      return save(asked, text, true);
    },
    close: () => hold(undefined),
    path: () => current?.path,
  };
}

async function askWhere(ask: ProjectQuestions, suggestedName: string): Promise<string | null> {
  const typed = await ask.savePath(fileNameFor(suggestedName));
  if (typed === null) return null;
  const path = resolve(typed);
  // Not any extension: in "version 1.2" the 2 is none.
  if ([`.${PROJECT_EXTENSION}`, '.json'].includes(extname(path).toLowerCase())) return path;
  const withExtension = `${path}.${PROJECT_EXTENSION}`;
  return !(await exists(withExtension)) || (await ask.replace(withExtension)) ? withExtension : null;
}

/** A text as a file name that every system takes: no separators, no control characters, no reserved ends. */
export function plainFileName(text: string, longest = 100): string {
  const clean = text
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, longest);
  return clean === '' ? 'Untitled' : clean;
}

export const fileNameFor = (title: string): string => `${plainFileName(title)}.${PROJECT_EXTENSION}`;

/** The folder beside a project that holds its runs. */
export const runsFolderBeside = (projectPath: string): string => resolve(dirname(projectPath), 'runs');
