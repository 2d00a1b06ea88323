import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';
import { resize, settled, violations } from './screen';

const LENET = JSON.parse(readFileSync(join(import.meta.dirname, '../../templates/lenet.json'), 'utf8'));
const RESULTS = process.env.NETLOOM_RESULTS ?? testFolder();
/** The inspector's usual width, and less than it can have by its divider. */
const WIDTHS = [296, 240];

let app: RunningApp;
afterEach(() => app.close());

/** LeNet whose first layer has so many maps, learning in batches of such a size. */
function lenet(filters: number, batch: number): string {
  const path = join(testFolder(), 'lenet.netloom');
  const nodes = LENET.graph.nodes.map((node: { id: string; params?: object }) =>
    node.id === 'conv1' ? { ...node, params: { ...node.params, filters } } : node,
  );
  const training = { ...LENET.training, batch };
  writeFileSync(path, JSON.stringify({ ...LENET, graph: { ...LENET.graph, nodes }, training }));
  return path;
}

const section = () => app.page.locator('section', { hasText: 'Before you train' });
const fact = (name: string) => section().locator('.fact', { hasText: name }).locator('dd').first();

async function inTheme(theme: 'light' | 'dark'): Promise<void> {
  await app.page.evaluate((given) => window.netloom.changeSettings({ theme: given }), theme);
  await app.page.waitForFunction(
    (dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark,
    theme === 'dark',
  );
}

/** Takes pictures of the section in both themes and widths, and gives what axe has against it and what is cut off. */
async function look(name: string): Promise<string[]> {
  const faults: string[] = [];
  await section().evaluate((element) => element.setAttribute('data-look', ''));
  for (const theme of ['light', 'dark'] as const) {
    await inTheme(theme);
    for (const width of WIDTHS) {
      await section().evaluate((element, given) => {
        element.style.boxSizing = 'border-box';
        element.style.width = `${given}px`;
      }, width);
      await section().scrollIntoViewIfNeeded();
      await settled(app);
      await section().screenshot({ path: join(RESULTS, `forecast-${name}-${width}-${theme}.png`) });
      const wide = await section().evaluate((element) => element.scrollWidth > element.clientWidth);
      if (wide) faults.push(`${theme}, ${width}: wider than its place`);
    }
    await section().evaluate((element) => element.removeAttribute('style'));
    await app.page.screenshot({ path: join(RESULTS, `forecast-${name}-${theme}.png`) });
    faults.push(...(await violations(app, { part: '[data-look]' })));
  }
  return faults;
}

it('says before training what LeNet will take, and training starts as ever', async () => {
  app = await launch({ files: [lenet(20, 64)] });
  await resize(app, { width: 1440, height: 900 });
  await section().getByText('measuring').first().waitFor();
  await section().getByText('measured', { exact: true }).waitFor({ timeout: 60_000 });
  expect(await fact('Memory').textContent()).toMatch(/^\d+\sMB$/);
  expect(await fact('One epoch').textContent()).toMatch(/^[\d.]+\s(s|min|h|ms)/);
  expect(await fact('Whole run').textContent()).toMatch(/^[\d.]+\s(s|min|h|ms)/);
  expect(await app.page.locator('footer').textContent()).toMatch(/\d+\sMB at batch 64/);
  expect(await look('known')).toEqual([]);
  await app.page
    .getByRole('button', { name: /^Train/ })
    .and(app.page.locator(':not([aria-disabled="true"])'))
    .click();
  await app.page.getByRole('button', { name: 'Pause' }).first().waitFor();
  // The figures stay while it trains.
  await section().getByText('measured', { exact: true }).waitFor();
});

it('refuses what the machine has no memory for, and a cure makes it fit', async () => {
  app = await launch({ files: [lenet(4000, 65_536)] });
  await resize(app, { width: 1440, height: 900 });
  const refused = section().getByText(/Training takes at least .* of memory, and .* are free/);
  await refused.waitFor({ timeout: 60_000 });
  expect(await look('refused')).toEqual([]);
  const cure = section().getByRole('button', { name: /^Set batch to \d+$/ });
  const batch = Number((await cure.textContent())?.match(/\d+/)?.[0]);
  await cure.click();
  await refused.waitFor({ state: 'detached' });
  expect(await app.page.getByRole('spinbutton', { name: 'Batch' }).inputValue()).toBe(`${batch}`);
});
