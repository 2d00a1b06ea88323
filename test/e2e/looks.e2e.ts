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
  await button(new RegExp(title)).first().click();
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
    const sizes = [...SIZES];
    /**
     * Shows a screen at every size; `show` and `hide` bring menus that a change of size would close. What lies over a
     * screen that was looked at before names itself as the `part` to ask axe about: it is slow. What a screen is made
     * of is the same in both themes, so the second is asked about its colours alone.
     */
    async function look(
      name: string,
      { show, hide, part }: { show?: () => Promise<unknown>; hide?: () => Promise<unknown>; part?: string } = {},
    ): Promise<void> {
      for (const size of sizes) {
        await resize(app, size);
        await show?.();
        await settled(app);
        const at = `${name}-${size.width}-${theme}`;
        await app.page.screenshot({ path: join(RESULTS, `looks-${at}.png`) });
        const found = [...(await violations(app, { part, colours: theme === 'dark' })), ...(await overflowing(app))];
        for (const fault of found) faults.push(`${at}: ${fault}`);
        await hide?.();
      }
      // The next screen begins with the size that this one ends with.
      sizes.reverse();
    }
    const leave = () => key('Escape');

    await button('New network').waitFor();
    await look('start');
    await template('LeNet on MNIST');
    await look('graph', { show: () => key('Shift+1') });
    await look('quick-add', {
      async show() {
        await app.page.getByRole('main').click({ position: { x: 300, y: 30 } });
        await key('a');
        await app.page.getByRole('listbox', { name: 'Layers' }).waitFor();
      },
      hide: leave,
      part: '.menu-box',
    });
    await look('commands', { show: () => key('Control+K'), hide: leave, part: 'dialog' });
    await look('settings', { show: () => key('Control+,'), hide: leave, part: '[role=dialog]' });
    await key('Control+1');
    await app.page.getByText(/^1 to \d+ of 54,000/).waitFor();
    await look('data');
    await key('Control+3');
    await look('inspect');
    await key('Control+4');
    await look('runs');
    await command('Start page');
    await template('Siamese digits');
    await app.page.locator('.svelte-flow__node', { hasText: 'tower' }).first().click();
    await key('o');
    // The block's neighbours glide aside.
    await settled(app);
    await look('siamese', { show: () => key('Shift+1') });
    await look('unsaved', {
      async show() {
        await key('Control+O');
        await app.page.getByRole('dialog').waitFor();
      },
      hide: leave,
      part: '[role=dialog]',
    });
    await command('Start page');
    await app.page.getByRole('dialog').getByRole('button', { name: "Don't save" }).click();
    await openFile(app, mistakenProject());
    await app.page.locator('.cross').first().waitFor();
    await look('mistake', {
      async show() {
        await key('Shift+1');
        await app.page.locator('.cross').first().click();
      },
    });
    await command('Start page');
    await button('New network').click();
    await button('Untitled, rename').waitFor();
    await look('empty');
    expect(faults).toEqual([]);
  });
});

// Taken only when asked for, by `npm run pictures`: training takes its time.
if (process.env.NETLOOM_PICTURES) {
  describe('the pictures of the README', () => {
    const save = async (name: string) => {
      await app.page.mouse.move(700, 880);
      await settled(app);
      await app.page.screenshot({ path: join(RESULTS, name) });
    };
    const train = async () => {
      await button(/^Train/)
        .and(app.page.locator(':not([aria-disabled="true"])'))
        .click();
      // Some hundred steps, by the clock: enough for filters that have a form.
      await app.page
        .getByRole('banner')
        .getByText(/^Epoch 1 of/)
        .waitFor();
      await app.page.waitForTimeout(20_000);
    };

    it('graph-light and inspect-light', async () => {
      await startWith('light');
      await button('New network').waitFor();
      await resize(app, { width: 1440, height: 900 });
      await template('LeNet on MNIST');
      await train();
      await key('Shift+1');
      await save('graph-light.png');
      await key('Control+3');
      await app.page.getByText('Prediction').waitFor();
      await app.page.waitForTimeout(2000);
      await save('inspect-light.png');
    });

    it('siamese-dark', async () => {
      await startWith('dark');
      await button('New network').waitFor();
      await resize(app, { width: 1440, height: 900 });
      await template('Siamese digits');
      await app.page.locator('.svelte-flow__node', { hasText: 'tower' }).first().click();
      await key('o');
      await train();
      await key('Shift+1');
      await save('siamese-dark.png');
    });
  });
}
