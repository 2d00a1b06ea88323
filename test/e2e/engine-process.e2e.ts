import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { EngineMessage } from '../../electron/bridge';
import { enginePid, launch, type RunningApp } from './app';

/** What the page hears of the engine. */
interface Listening {
  engineMessages: EngineMessage[];
}

let app: RunningApp;
afterEach(() => app.close());

async function listen(): Promise<void> {
  await app.page.evaluate(() => {
    const heard: EngineMessage[] = [];
    Object.assign(window, { engineMessages: heard });
    window.addEventListener('message', ({ source, data }) => {
      if (source === window && String(data?.type).startsWith('engine-')) heard.push(data);
    });
  });
}

const heard = () => app.page.evaluate(() => (window as unknown as Listening).engineMessages);

async function livingEngine(except?: number): Promise<number> {
  let pid = 0;
  await expect
    .poll(async () => {
      pid = await enginePid(app);
      return pid !== 0 && pid !== except;
    })
    .toBe(true);
  return pid;
}
const endedOrZombie = (pid: number) =>
  !existsSync(`/proc/${pid}/status`) || /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

it('runs at a lower priority than the window', async () => {
  app = await launch();
  const pid = await livingEngine();
  const niceness = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[16];
  await expect.poll(niceness).toBe('10');
});

it('is introduced to the page, and again after it was killed, with the reason', async () => {
  app = await launch();
  await listen();
  await app.page.evaluate(() => window.netloom.connectEngine());
  await expect.poll(heard).toEqual([{ type: 'engine-port' }]);
  const first = await livingEngine();
  process.kill(first, 'SIGKILL');
  await expect.poll(async () => (await heard()).length).toBe(2);
  expect((await heard())[1]).toMatchObject({ type: 'engine-port', restarted: { exitCode: 9, signal: 'SIGKILL' } });
  await livingEngine(first);
});

it('is not started for ever, but anew when asked', async () => {
  app = await launch();
  await listen();
  await app.page.evaluate(() => window.netloom.connectEngine());
  let pid = 0;
  for (let death = 0; death < 4; death++) {
    pid = await livingEngine(pid);
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await heard()).length).toBe(death + 2);
  }
  expect((await heard()).at(-1)).toMatchObject({ type: 'engine-down', reason: { signal: 'SIGKILL' } });
  await app.page.evaluate(() => window.netloom.restartEngine());
  await expect.poll(async () => (await heard()).at(-1)).toEqual({ type: 'engine-port' });
});

it('goes when the app goes, in order or not', async () => {
  app = await launch();
  const first = await livingEngine();
  await app.close();
  await expect.poll(() => endedOrZombie(first)).toBe(true);

  app = await launch();
  const second = await livingEngine();
  app.electron.process().kill('SIGKILL');
  await expect.poll(() => endedOrZombie(second), { timeout: 10_000 }).toBe(true);
});
