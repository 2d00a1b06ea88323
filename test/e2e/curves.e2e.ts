import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';
import { answerDialogs, resize } from './window';

let app: RunningApp;
let page: RunningApp['page'];
beforeAll(async () => {
  app = await launch();
  page = app.page;
  await resize(app, 1440, 900);
});
afterAll(() => app.close());

const press = (keys: string) => page.keyboard.press(keys);

it('working samples offline, first Train click in under 60 s', async () => {
  const cards = page.getByRole('main').getByRole('button', { name: /parameters/ });
  await cards.first().waitFor();
  const since = Date.now();
  expect(await cards.count()).toBeGreaterThanOrEqual(5);
  await cards.filter({ hasText: 'Sea bass or salmon' }).click();
  await page.getByRole('button', { name: /^Train/ }).click();
  await page.getByText('Test accuracy').waitFor({ timeout: 40_000 });
  expect(Date.now() - since).toBeLessThan(60_000);
});

it('smoothing slider, log y, step/time x, CSV and PNG', async () => {
  const loss = page.getByRole('figure', { name: 'Loss' });
  const smoothing = page.getByRole('slider', { name: 'Smoothing' });
  expect(await smoothing.inputValue()).toBe('0.6');
  await smoothing.focus();
  await press('Home');
  await expect.poll(() => smoothing.inputValue()).toBe('0');
  const raw = await loss.textContent();
  await press('End');
  await expect.poll(() => loss.textContent()).not.toBe(raw);
  const log = page.getByRole('button', { name: 'Log loss' });
  const pressed = await log.getAttribute('aria-pressed');
  await log.click();
  await expect.poll(() => log.getAttribute('aria-pressed')).toBe(pressed === 'true' ? 'false' : 'true');
  await log.click();
  await expect.poll(() => log.getAttribute('aria-pressed')).toBe(pressed);
  for (const axis of ['By step', 'By time']) {
    await page.getByRole('button', { name: /^By (epoch|step)$/ }).click();
    await page.getByRole('menuitemcheckbox', { name: axis }).click();
    await page.getByRole('button', { name: axis }).waitFor();
  }
  const folder = testFolder();
  const save = async (words: string, name: string) => {
    await answerDialogs(app, { save: join(folder, name) });
    await page.getByRole('button', { name: 'More for the curves' }).click();
    await page.getByRole('menuitem', { name: words }).click();
    const read = () => {
      try {
        return readFileSync(join(folder, name));
      } catch {
        return Buffer.alloc(0);
      }
    };
    await expect.poll(() => read().length).toBeGreaterThan(0);
    return read();
  };
  const lines = (await save('Save the numbers as CSV…', 'curves.csv')).toString().trim().split('\n');
  expect(lines[0]).toMatch(/step.*loss/);
  expect(lines.length).toBeGreaterThan(100);
  const picture = await save('Save the charts as PNG…', 'curves.png');
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
});
