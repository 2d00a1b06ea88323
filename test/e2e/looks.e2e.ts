import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';
import { openFile, overflowing, resize, type ScreenSize, settled, violations } from './screen';

const SIZES: readonly ScreenSize[] = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
const THEMES = ['light', 'dark'] as const;
const RESULTS = process.env.NETLOOM_RESULTS ?? testFolder();

interface Wire {
  readonly from: readonly string[];
  readonly to: readonly string[];
}
const LENET = JSON.parse(readFileSync(join(import.meta.dirname, '../../templates/lenet.json'), 'utf8'));

/** LeNet with `pool2` wired to `fc1`, past `flatten`: maps meet a layer that takes a vector. */
function mistakenProject(): string {
  const edges = (LENET.graph.edges as Wire[]).filter(({ from }) => from[0] !== 'flatten');
  const wrong: Wire = { from: ['pool2', 'out'], to: ['fc1', 'in'] };
  const path = join(testFolder(), 'mistake.netloom');
  writeFileSync(path, JSON.stringify({ ...LENET, graph: { ...LENET.graph, edges: [...edges, wrong] } }));
  return path;
}

let app: RunningApp;
afterEach(() => app.close());

async function startWith(theme: (typeof THEMES)[number]): Promise<void> {
  app = await launch();
  await app.page.evaluate((given) => window.netloom.changeSettings({ theme: given }), theme);
  await app.page.waitForFunction(
    (dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark,
    theme === 'dark',
  );
}

const key = (keys: string) => app.page.keyboard.press(keys);
const button = (name: string | RegExp) => app.page.getByRole('button', { name });
async function template(title: string): Promise<void> {
  await button(new RegExp(`^${title}`))
    .first()
    .click();
  await button(`${title}, rename`).waitFor();
  await app.page.locator('.svelte-flow__node').first().waitFor();
}
async function command(title: string): Promise<void> {
  await key('Control+K');
  await app.page.getByRole('combobox', { name: /Search commands/ }).fill(title);
  await key('Enter');
}

describe.each(THEMES)('in the %s theme', (theme) => {
  it('every screen is drawn, fits, and passes axe', async () => {
    await startWith(theme);
    const faults: string[] = [];
    /** Shows a screen at every size; `show` and `hide` bring menus that a change of size would close. */
    async function look(name: string, show?: () => Promise<unknown>, hide?: () => Promise<unknown>): Promise<void> {
      for (const size of SIZES) {
        await resize(app, size);
        await show?.();
        await settled(app);
        const at = `${name}-${size.width}-${theme}`;
        await app.page.screenshot({ path: join(RESULTS, `looks-${at}.png`) });
        for (const fault of [...(await violations(app)), ...(await overflowing(app))]) faults.push(`${at}: ${fault}`);
        await hide?.();
      }
    }
    const leave = () => key('Escape');

    await button('New network').waitFor();
    await look('start');
    await template('LeNet on MNIST');
    await look('graph', () => key('Shift+1'));
    await look(
      'quick-add',
      async () => {
        await app.page.getByRole('main').click({ position: { x: 300, y: 30 } });
        await key('a');
        await app.page.getByRole('listbox', { name: 'Layers' }).waitFor();
      },
      leave,
    );
    await look('commands', () => key('Control+K'), leave);
    await look('settings', () => key('Control+,'), leave);
    await key('Control+1');
    await look('data', () => app.page.waitForTimeout(300));
    await key('Control+3');
    await look('inspect');
    await key('Control+4');
    await look('runs');
    await command('Start page');
    await template('Siamese digits');
    await app.page.locator('.svelte-flow__node', { hasText: 'tower' }).first().click();
    await key('o');
    await look('siamese', () => key('Shift+1'));
    await look(
      'unsaved',
      async () => {
        await key('Control+O');
        await app.page.getByRole('dialog').waitFor();
      },
      leave,
    );
    await command('Start page');
    await app.page.getByRole('dialog').getByRole('button', { name: "Don't save" }).click();
    await openFile(app, mistakenProject());
    await app.page.locator('.cross').first().waitFor();
    await look('mistake', async () => {
      await key('Shift+1');
      await app.page.locator('.cross').first().click();
    });
    await command('Start page');
    await button('New network').click();
    await button('Untitled, rename').waitFor();
    await look('empty');
    expect(faults).toEqual([]);
  });
});
