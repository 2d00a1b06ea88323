import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rm, stat, utimes } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { fail, type Result, succeed } from '../engine/graph/problem';
import { problem } from '../engine/graph/problems';

/** The owner touches its lock this often, ms … */
const HEARTBEAT = 30_000;
/** … so a lock that nobody touched for this long, ms, was left behind: by a crash, or by a process id used again. */
const STALE_AFTER = 300_000;

const lockContent = z.object({ token: z.string(), pid: z.number().int(), host: z.string(), user: z.string() });
type LockContent = z.infer<typeof lockContent>;

/** The right to write one project file, until it is given back. */
export interface ProjectLock {
  /** Whether the lock file still says that the project is ours. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

/** Who we are; tests play someone else. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly user: string;
}
const thisProcess = (): LockOwner => ({ pid: process.pid, host: hostname(), user: userInfo().username });

/** The lock file that stands beside a project. */
export const lockFileOf = (path: string): string => join(dirname(path), `.${basename(path)}.lock`);

/**
 * Takes the project at `path` for this process, against other users and other copies of the app. Where the folder
 * takes no lock file (a read-only disk) it answers with a lock that is always held.
 */
export async function acquireProjectLock(path: string, owner = thisProcess()): Promise<Result<ProjectLock>> {
  // Two links to one file are one project.
  const file = lockFileOf(await realpath(path).catch(() => path));
  const content: LockContent = { token: randomUUID(), ...owner };
  for (let attempt = 0; attempt < 3; attempt++) {
    const created = await create(file, content);
    if (created === 'created') return succeed(heldLock(file, content.token));
    if (created === 'impossible') return succeed({ isHeld: async () => true, release: async () => {} });
    const other = await read(file);
    const age = Date.now() - (await touchedAt(file));
    if (other && !isLeftBehind(other, age, owner)) {
      return fail(problem('file/already-open', { name: basename(path), user: other.user, host: other.host }));
    }
    // An empty lock as young as this is just being written.
    if (!other && age < 2000) await setTimeout(100);
    else await rm(file, { force: true });
  }
  return fail(problem('file/already-open', { name: basename(path), user: owner.user, host: owner.host }));
}

async function create(file: string, content: LockContent): Promise<'created' | 'exists' | 'impossible'> {
  try {
    const handle = await open(file, 'wx', 0o644);
    try {
      await handle.writeFile(JSON.stringify(content));
    } finally {
      await handle.close();
    }
    return 'created';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EEXIST' ? 'exists' : 'impossible';
  }
}

/** `undefined` for a lock that is gone or damaged. */
async function read(file: string): Promise<LockContent | undefined> {
  try {
    return lockContent.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** @param age ms since the owner touched it */
function isLeftBehind(other: LockContent, age: number, us: LockOwner): boolean {
  if (other.host === us.host && (other.pid === us.pid || !isAlive(other.pid))) return true;
  return age > STALE_AFTER;
}

const touchedAt = (file: string): Promise<number> =>
  stat(file).then(
    (found) => found.mtimeMs,
    () => 0,
  );

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Alive, but someone else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function heldLock(file: string, token: string): ProjectLock {
  const isHeld = async () => (await read(file))?.token === token;
  const heartbeat = setInterval(async () => {
    const now = new Date();
    if (await isHeld()) await utimes(file, now, now).catch(() => {});
  }, HEARTBEAT);
  heartbeat.unref();
  return {
    isHeld,
    async release() {
      clearInterval(heartbeat);
      if (await isHeld()) await rm(file, { force: true });
    },
  };
}
