import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';
import { overflowing, resize, settled, violations } from './screen';
import { setField } from './window';

const RESULTS = process.env.NETLOOM_RESULTS ?? testFolder();

let app: RunningApp;
beforeEach(async () => {
  app = await launch();
  await button('New network').waitFor();
  await resize(app, { width: 1440, height: 900 });
});
afterEach(() => app.close());

const button = (name: string | RegExp) => app.page.getByRole('button', { name });
const key = (keys: string) => app.page.keyboard.press(keys);

async function inTheme(theme: 'light' | 'dark'): Promise<void> {
  await app.page.evaluate((given) => window.netloom.changeSettings({ theme: given }), theme);
  await app.page.waitForFunction(
    (dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark,
    theme === 'dark',
  );
}

async function picture(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await inTheme(theme);
    await settled(app);
    await app.page.screenshot({ path: join(RESULTS, `gradients-${name}-${theme}.png`) });
    expect(await violations(app, { part: '#dock', colours: true })).toEqual([]);
  }
}

it('gradients are measured on demand and live, shown by depth, and taken away', async () => {
  await button(/^Vanishing gradients: sigmoid/)
    .first()
    .click();
  await app.page.locator('.svelte-flow__node').first().waitFor();
  // As written the net is trained in ten seconds: too soon to watch it.
  await setField(app.page, 'Epochs', '60');
  await key('Control+K');
  await app.page.getByRole('combobox', { name: /Search commands/ }).fill('Gradients');
  await key('Enter');
  await app.page.getByText('No gradients yet').waitFor();
  await picture('empty');

  await button('Measure the gradients').click();
  const chart = app.page.getByRole('img', { name: /vanishes towards the input/ });
  await chart.waitFor({ timeout: 60_000 });
  await app.page.getByText('step 0', { exact: true }).waitFor();
  const table = app.page.getByRole('grid', { name: 'Gradients by depth' });
  await table.locator('tbody tr').first().focus();
  await key('ArrowDown');
  await key('Enter');
  await app.page.locator('.svelte-flow__node.selected').waitFor();
  await picture('untrained');
  expect(await violations(app, { part: '#dock' })).toEqual([]);

  await button('Train').click();
  await button('Stop').waitFor();
  // The run takes the dock to what is live, and this is already.
  await expect.poll(() => app.page.locator('#dock .meta').textContent(), { timeout: 60_000 }).not.toBe('step 0');
  const [, step = ''] = /step (\d+)/.exec((await app.page.locator('#dock .meta').textContent()) ?? '') ?? [];
  await expect
    .poll(async () => Number(/\d+/.exec((await app.page.locator('#dock .meta').textContent()) ?? '')?.[0]), {
      timeout: 30_000,
    })
    .toBeGreaterThan(Number(step));
  await picture('live');
  await button('Stop').click();
  await button('Train').waitFor({ timeout: 30_000 });
  for (const size of [
    { width: 1024, height: 700 },
    { width: 800, height: 640 },
  ]) {
    await resize(app, size);
    await picture(`${size.width}`);
    expect(await overflowing(app)).toEqual([]);
  }

  const saved = join(testFolder(), 'gradients');
  for (const [item, ending] of [
    ['Save the numbers as CSV…', 'csv'],
    ['Save the chart as PNG…', 'png'],
  ] as const) {
    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, `${saved}.${ending}`);
    await button('More for the gradients').click();
    await app.page.getByRole('menuitem', { name: item }).click();
    await expect.poll(() => readFileSync(`${saved}.${ending}`).length).toBeGreaterThan(100);
  }
  expect(readFileSync(`${saved}.csv`, 'utf8')).toMatch(/^node,gradient of what it gives,gradient of its weights\r\n/);
}, 180_000);
