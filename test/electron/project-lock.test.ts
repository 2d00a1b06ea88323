import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { acquireProjectLock, lockFileOf } from '../../electron/project-lock';

let path: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'netloom-lock-')), 'a.netloom');
  writeFileSync(path, '{}');
});

/** A process that is alive and not ours. */
const other = { pid: process.ppid, host: hostname(), user: 'ada' };
const lock = async (owner?: typeof other) => {
  const result = await acquireProjectLock(path, owner);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};
const refusal = async (owner?: typeof other) => {
  const result = await acquireProjectLock(path, owner);
  return result.ok ? undefined : result.problems[0];
};

it('gives the project to one at a time', async () => {
  const first = await lock(other);
  expect(await refusal()).toMatchObject({
    code: 'file/already-open',
    message: `a.netloom is already open in another Netloom: ada on ${hostname()}.`,
  });
  await first.release();
  expect(existsSync(lockFileOf(path))).toBe(false);
  expect(await (await lock()).isHeld()).toBe(true);
});

it('knows two links to one file', async () => {
  const link = `${path}.link`;
  symlinkSync(path, link);
  await lock(other);
  expect((await acquireProjectLock(link)).ok).toBe(false);
});

it('takes over what a process that has died left behind', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await lock({ ...other, pid });
  expect(await refusal()).toBeUndefined();
});

it('takes over what another computer has not touched for five minutes', async () => {
  await lock({ pid: 1, host: 'elsewhere', user: 'ada' });
  expect(await refusal()).toMatchObject({ code: 'file/already-open' });
  const before = new Date(Date.now() - 301_000);
  utimesSync(lockFileOf(path), before, before);
  expect(await refusal()).toBeUndefined();
});

it('takes over a damaged lock, once it is not just being written', async () => {
  writeFileSync(lockFileOf(path), '');
  const before = new Date(Date.now() - 10_000);
  utimesSync(lockFileOf(path), before, before);
  expect(await refusal()).toBeUndefined();
});

it('notices that it lost the lock, and then leaves the new owner alone', async () => {
  const first = await lock();
  writeFileSync(lockFileOf(path), JSON.stringify({ token: 'theirs', ...other }));
  expect(await first.isHeld()).toBe(false);
  await first.release();
  expect(readFileSync(lockFileOf(path), 'utf8')).toContain('theirs');
});

it('opens without a lock where none can be written', async () => {
  path = '/proc/version';
  const held = await lock();
  expect(await held.isHeld()).toBe(true);
  await held.release();
});
