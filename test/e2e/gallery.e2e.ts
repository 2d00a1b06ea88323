import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, type RunningApp } from './app';
import { overflowing, resize, violations } from './screen';

let app: RunningApp;
beforeAll(async () => {
  app = await launch();
});
afterAll(() => app.close());

const button = (name: string | RegExp) => app.page.getByRole('button', { name });
const cards = () => app.page.getByRole('main').getByRole('button', { name: /parameters/ });
const focused = () => app.page.evaluate(() => document.activeElement?.querySelector('b')?.textContent);

it('shows every template once, by shelf or by what one searches for', async () => {
  await button('New network').waitFor();
  const counts = await app.page.getByRole('list', { name: 'Templates' }).getByRole('button').allTextContents();
  const [all = 0, ...shelves] = counts.map((text) => Number(/\d+/.exec(text)?.[0]));
  expect(shelves.reduce((sum, count) => sum + count, 0)).toBe(all);
  await expect.poll(() => cards().count()).toBe(all);

  await button(/^How deep/).click();
  await app.page.getByRole('heading', { name: 'How deep' }).waitFor();
  await expect.poll(() => cards().count()).toBe(shelves.at(-1));
  const search = app.page.getByRole('searchbox', { name: 'Search by name, task or layer' });
  await search.fill('u-net');
  await button('Search all templates').click();
  await expect.poll(() => cards().count()).toBeGreaterThan(1);
  await search.fill('');
});

it('is walked with the arrow keys: the cards are one stop of Tab', async () => {
  await button(/^ResNet-1202/).waitFor();
  await cards().first().focus();
  await app.page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('Digits from pixels');
  await app.page.keyboard.press('End');
  expect(await focused()).toBe('ResNet-1202, small pictures');
  await app.page.keyboard.press('Home');
  expect(await focused()).toBe('Sea bass or salmon');
  await app.page.keyboard.press('Tab');
  expect(await focused()).toBeUndefined();
});

it('fits the least window, with no line of a card cut off at its side', async () => {
  await resize(app, { width: 800, height: 560 });
  expect(await overflowing(app)).toEqual([]);
  expect(await violations(app)).toEqual([]);
});
