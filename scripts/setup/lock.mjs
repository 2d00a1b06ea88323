/** One set-up at a time for a user: a lock file that names its process, and is taken over when that process is gone. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './progress.mjs';

/** Whether a process with this id runs on this machine. */
function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The id of the living process that holds the lock, or 0. */
export function lockHolder(path) {
  try {
    const id = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isInteger(id) && id > 0 && isAlive(id) ? id : 0;
  } catch {
    return 0;
  }
}

/** Runs `work` while holding the lock in `folder`; waits for another set-up to finish first. */
export async function withLock(folder, work) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'setup.lock');
  let told = false;
  for (;;) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = lockHolder(path);
      if (holder === 0) {
        rmSync(path, { force: true });
        continue;
      }
      if (!told) say(`  Another set-up is running (process ${holder}): waiting for it.`);
      told = true;
      await sleep(500);
    }
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
