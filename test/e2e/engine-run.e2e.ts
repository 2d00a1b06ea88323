import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { enginePid, launch, type RunningApp, testFolder } from './app';

const FISH = JSON.parse(readFileSync(join(import.meta.dirname, '../../templates/fish.json'), 'utf8'));

let app: RunningApp;
let folder: string;

/** Starts a run that ends only when something ends it, and waits for its first checkpoint. */
beforeEach(async () => {
  folder = testFolder();
  const path = join(folder, 'fish.netloom');
  writeFileSync(path, JSON.stringify({ ...FISH, training: { ...FISH.training, epochs: 100_000 } }));
  app = await launch({ files: [path] });
  const train = app.page.getByRole('button', { name: /^Train/ });
  await train.and(app.page.locator(':not([aria-disabled="true"])')).click();
  await expect.poll(() => checkpoints().length, { timeout: 30_000 }).toBeGreaterThan(0);
});
afterEach(() => app.close());

const runs = () => (existsSync(join(folder, 'runs')) ? readdirSync(join(folder, 'runs')) : []);
function inRun(...path: string[]): string {
  const [run = ''] = runs();
  return join(folder, 'runs', run, ...path);
}
const checkpoints = () =>
  existsSync(inRun('checkpoints')) ? readdirSync(inRun('checkpoints')).filter((name) => name.endsWith('.json')) : [];
/** Steps written down so far, in order. */
const steps = () =>
  (existsSync(inRun('metrics.jsonl')) ? readFileSync(inRun('metrics.jsonl'), 'utf8') : '')
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const { event, step } = JSON.parse(line);
      return event === 'step' ? [step as number] : [];
    });
async function goesOn(): Promise<void> {
  const before = Math.max(0, ...steps());
  await expect.poll(() => Math.max(0, ...steps()), { timeout: 30_000 }).toBeGreaterThan(before + 10);
}

it('is taken up again from its checkpoint after the engine was killed in mid-step, and the person is told', async () => {
  const killed = await enginePid(app);
  process.kill(killed, 'SIGKILL');
  await app.page.getByRole('tab', { name: /Problems/ }).click();
  // As if memory had run out: with half the batch.
  await app.page
    .getByText(/SIGKILL.*with batches of 16 in place of 32/)
    .first()
    .waitFor();
  expect(await enginePid(app)).not.toBe(killed);
  await goesOn();
  expect(runs()).toHaveLength(1);
});

it('goes on while the page dies and comes back', async () => {
  const engine = await enginePid(app);
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await goesOn();
  expect(await enginePid(app)).toBe(engine);
});

it('is shown again with its document after the page was loaded anew', async () => {
  await app.page.reload();
  await app.page.getByRole('button', { name: `${FISH.title}, rename` }).waitFor();
  await app.page.getByRole('button', { name: 'Pause' }).first().waitFor();
  await goesOn();
});

it('is met again with the drawing that was not saved', async () => {
  await app.page.getByRole('button', { name: `${FISH.title}, rename` }).click();
  await app.page.getByRole('textbox', { name: 'Title' }).fill('My fish');
  await app.page.keyboard.press('Enter');
  await app.page.waitForTimeout(2500);
  await app.page.reload();
  await app.page.getByRole('button', { name: 'Open recovered' }).click();
  await app.page.getByRole('button', { name: 'My fish, rename' }).waitFor();
  await app.page.getByRole('button', { name: 'Pause' }).first().waitFor();
  await goesOn();
});

it('is kept when the person closes the window', async () => {
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
  await app.page.getByRole('button', { name: 'Stop and close' }).click();
  await app.hasEnded();
  const last = Math.max(...steps());
  const kept = checkpoints().map((name) => Number(name.match(/\d+/)?.[0]));
  // Not only up to the epoch's end: the very step that it was stopped at.
  expect(Math.max(...kept)).toBe(last);
});
