/**
 * One set-up at a time for a user: a lock file that names its process. It is taken over when that process is gone, or
 * when its file is no longer touched: process ids start again in every container.
 */
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './progress.mjs';

/** Milliseconds between touches of the lock file, and after which an untouched one is given up. */
const TOUCH_INTERVAL = 5_000;
const GIVEN_UP_AFTER = 60_000;

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
    if (Date.now() - statSync(path).mtimeMs > GIVEN_UP_AFTER) return 0;
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
  const touch = setInterval(() => utimesSync(path, new Date(), new Date()), TOUCH_INTERVAL).unref();
  try {
    return await work();
  } finally {
    clearInterval(touch);
    process.off('exit', release);
    release();
  }
}
