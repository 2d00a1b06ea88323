import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterEach } from 'vitest';
import type { RunningApp } from './app';

/** After each test that fails: what was on the screen, beside the results. */
export function showFailures(page: () => Page): void {
  afterEach(async ({ task }) => {
    const folder = process.env.NETLOOM_RESULTS;
    if (task.result?.state !== 'fail' || !folder) return;
    await page().screenshot({ path: join(folder, `failed-${task.name.slice(0, 60).replace(/\W+/g, '-')}.png`) });
  });
}

export async function resize({ electron, page }: RunningApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.unmaximize();
      window?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
  await page.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, { width, height });
}

/** What the next dialogs of the system answer; they cannot be clicked from here. */
export async function answerDialogs(
  { electron }: RunningApp,
  answers: { open?: string; save?: string },
): Promise<void> {
  await electron.evaluate(({ dialog }, given) => {
    const filePaths = given.open === undefined ? [] : [given.open];
    dialog.showOpenDialog = async () => ({ canceled: given.open === undefined, filePaths });
    dialog.showSaveDialog = async () => ({ canceled: given.save === undefined, filePath: given.save ?? '' });
  }, answers);
}

/** A node of the canvas, by its name. */
export const node = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Network' }).getByRole('group', { name: new RegExp(`(^| )${name}, `) });
export const output = (page: Page, name: string): Locator =>
  node(page, name)
    .getByRole('button', { name: /^Output/ })
    .first();
export const input = (page: Page, name: string): Locator =>
  node(page, name)
    .getByRole('button', { name: /^Input/ })
    .first();
export const canvas = (page: Page): Locator => page.getByRole('region', { name: 'Network' });

/** Middle of what is on the screen. */
export async function middle(thing: Locator): Promise<{ x: number; y: number }> {
  const box = await thing.boundingBox();
  if (!box) throw new Error(`${thing} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags with the mouse from one place to another, in steps as a hand does. */
export async function dragBetween(
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
  button: 'left' | 'middle' = 'left',
): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down({ button });
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up({ button });
}

/** Draws a wire with the mouse. */
export async function wire(page: Page, from: string, to: string): Promise<void> {
  await dragBetween(page, await middle(output(page, from)), await middle(input(page, to)));
}

/** Drags a layer out of the palette to a place on the canvas, counted from the canvas's corner. */
export async function dragLayer(page: Page, title: string, x: number, y: number): Promise<void> {
  const entry = page
    .getByRole('complementary', { name: 'Layers and outline' })
    .getByRole('listitem')
    .getByRole('button', { name: title, exact: true });
  await entry.dragTo(canvas(page), { targetPosition: { x, y } });
}

const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });

/** Types a number into a field of the inspector and leaves it. */
export async function setField(page: Page, name: string, value: string): Promise<void> {
  const field = inspector(page).getByRole('spinbutton', { name, exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** Chooses from a list of the inspector. */
export async function choose(page: Page, name: string, option: string): Promise<void> {
  await inspector(page).getByRole('combobox', { name, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Runs a command by its title in the command palette. */
export async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Search commands, nodes and layers' }).fill(title);
  await page.keyboard.press('Enter');
}

/** Opens a sample from the start page, going there first where another document is open. */
export async function openSample(page: Page, title: string): Promise<void> {
  const card = page.getByRole('main').getByRole('button', { name: title });
  if (!(await card.isVisible())) await command(page, 'Start page');
  await card.click();
  await page.getByRole('button', { name: `${title}, rename` }).waitFor();
}

/** Waits until the engine has said what it computes on. */
export const engineReady = (page: Page): Promise<void> =>
  page
    .getByRole('contentinfo')
    .getByRole('button', { name: /^(CPU|GPU)/ })
    .waitFor();

/** A place of the canvas where nothing is, px of the window. */
export async function emptySpotOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('the canvas is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height - 30 };
}

export const dockOf = (page: Page): Locator => page.getByRole('region', { name: 'Dock' });

/** A figure of the run in the dock, as a number. */
export async function figureOf(page: Page, name: string): Promise<number> {
  const facts = await dockOf(page).getByRole('term').allTextContents();
  const values = await dockOf(page).getByRole('definition').allTextContents();
  return Number((values[facts.indexOf(name)] ?? '').replace(/,/g, '').match(/[\d.]+/)?.[0] ?? Number.NaN);
}
