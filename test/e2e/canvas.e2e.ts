import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, type RunningApp } from './app';
import {
  canvas,
  command,
  dragBetween,
  dragLayer,
  emptySpotOf,
  input,
  middle,
  node,
  openSample,
  output,
  resize,
  showFailures,
  wire,
} from './window';

let app: RunningApp;
let page: RunningApp['page'];
beforeAll(async () => {
  app = await launch();
  page = app.page;
  page.setDefaultTimeout(25_000);
  await resize(app, 1440, 900);
});
showFailures(() => page);
afterAll(() => app.close());

/** LeNet as it ships, nothing selected; what a test before it drew is left behind. */
beforeEach(async () => {
  await page.keyboard.press('Escape');
  if (await page.getByRole('img', { name: 'Not saved' }).isVisible()) {
    await command(page, 'Start page');
    await page.getByRole('button', { name: "Don't save" }).click();
  }
  await openSample(page, 'LeNet on MNIST');
  await node(page, 'digit').waitFor();
});

const nodes = () =>
  canvas(page).getByRole('group', { name: /^(Input|Convolution|Max|Flatten|Dense|Output|ReLU|Drop|Activation)/ });
const wires = (name: string | RegExp) => canvas(page).getByRole('img', { name });
const undo = () => page.keyboard.press('Control+Z');
const emptySpot = () => emptySpotOf(page);
async function zoom(): Promise<number> {
  const words = await page.getByRole('button', { name: /^Zoom \d/ }).textContent();
  return Number(words?.replace(/\D/g, ''));
}

describe('editing', () => {
  it('undo and redo of everything: Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z', async () => {
    const start = await nodes().count();
    await node(page, 'conv1').click();
    await page.keyboard.press('Delete');
    await dragLayer(page, 'Dropout', 300, 380);
    await node(page, 'dropout1').waitFor();
    await node(page, 'fc1').click();
    await page.getByLabel('Units', { exact: true }).fill('64');
    await page.keyboard.press('Enter');
    await node(page, 'fc1')
      .and(page.getByRole('group', { name: /64 units/ }))
      .waitFor();
    const before = await middle(node(page, 'pool2'));
    await dragBetween(page, before, { x: before.x, y: before.y + 80 });
    for (let i = 0; i < 4; i++) await undo();
    await expect.poll(() => nodes().count()).toBe(start);
    await node(page, 'conv1').waitFor();
    expect((await middle(node(page, 'pool2'))).y).toBeCloseTo(before.y, 0);
    expect(await page.getByRole('button', { name: 'Undo' }).getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Control+Y');
    await node(page, 'conv1').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+Z');
    await node(page, 'dropout1').waitFor();
  });

  it('Delete and Backspace, Ctrl+C, X, V, D and A, box-select; pasted at the pointer with inner wires, as JSON', async () => {
    await node(page, 'fc2').click();
    await page.keyboard.press('Backspace');
    await node(page, 'fc2').waitFor({ state: 'detached' });
    await undo();
    // A box around the lower row: flatten, fc1, fc2, digit.
    const flatten = await node(page, 'flatten').boundingBox();
    const digit = await node(page, 'digit').boundingBox();
    if (!flatten || !digit) throw new Error('the lower row is not on the screen');
    await dragBetween(
      page,
      { x: flatten.x - 8, y: digit.y + digit.height + 16 },
      { x: digit.x + digit.width + 12, y: flatten.y + 4 },
    );
    await page.getByRole('heading', { name: '4 nodes' }).waitFor();
    await page.keyboard.press('Control+C');
    const clip = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(JSON.parse(clip)).toMatchObject({ format: 'netloom-clip', graph: { nodes: [{}, {}, {}, {}] } });
    const spot = await emptySpot();
    await page.mouse.move(spot.x, spot.y);
    await page.keyboard.press('Control+V');
    await node(page, 'fc12').or(node(page, 'fc3')).first().waitFor();
    expect(await nodes().count()).toBe(13);
    await page.keyboard.press('Control+X');
    await expect.poll(() => nodes().count()).toBe(9);
    await node(page, 'pool1').click();
    await page.keyboard.press('Control+D');
    await node(page, 'pool3').waitFor();
    await page.keyboard.press('Control+A');
    await page.getByRole('heading', { name: '10 nodes' }).waitFor();
    await page.keyboard.press('Delete');
    await expect.poll(() => nodes().count()).toBe(0);
  });

  it('an edge dragged into the void gives a filtered, type-to-search menu; the choice is wired; one undo step', async () => {
    const from = await middle(output(page, 'conv2'));
    await dragBetween(page, from, { x: from.x + 20, y: from.y + 160 });
    const search = page.getByRole('combobox', { name: 'Add a layer after conv2' });
    await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.getByRole('group', { name: 'Fits as it is' }).waitFor();
    await page.getByRole('group', { name: /^Fits after Flatten/ }).waitFor();
    await page.keyboard.type('batch');
    await page.keyboard.press('Enter');
    await wires(/^Wire from conv2 to norm1/).waitFor({ state: 'attached' });
    await undo();
    await node(page, 'norm1').waitFor({ state: 'detached' });
    await wires(/^Wire from conv2 to pool2/).waitFor({ state: 'attached' });
  });

  it('quick-add by double-click or A at the pointer', async () => {
    const spot = await emptySpot();
    await page.mouse.dblclick(spot.x, spot.y);
    await page.getByRole('combobox', { name: 'Add a layer' }).waitFor();
    await page.keyboard.type('dropout');
    await page.keyboard.press('Enter');
    const added = await node(page, 'dropout1').boundingBox();
    expect(Math.abs((added?.x ?? 0) - spot.x)).toBeLessThan(24);
    await undo();
    await node(page, 'fc1').click();
    await page.mouse.move(spot.x, spot.y);
    await page.keyboard.press('a');
    await page.getByRole('combobox', { name: 'Add a layer' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('a node dropped on a wire goes into it; deleting it heals the wire', async () => {
    const from = await middle(output(page, 'fc1'));
    const to = await middle(input(page, 'fc2'));
    const pane = await canvas(page).boundingBox();
    await dragLayer(page, 'Dropout', (from.x + to.x) / 2 - (pane?.x ?? 0), (from.y + to.y) / 2 - (pane?.y ?? 0));
    await wires(/^Wire from fc1 to dropout1/).waitFor({ state: 'attached' });
    await wires(/^Wire from dropout1 to fc2/).waitFor({ state: 'attached' });
    await node(page, 'dropout1').click();
    await page.keyboard.press('Delete');
    await wires(/^Wire from fc1 to fc2/).waitFor({ state: 'attached' });
  });
});

describe('seeing', () => {
  it('wheel zoom at the pointer, middle-drag and Space-drag pan, fit view', async () => {
    const fitted = await zoom();
    const pinned = await middle(node(page, 'pool1'));
    await page.mouse.move(pinned.x, pinned.y);
    await page.mouse.wheel(0, -240);
    await expect.poll(zoom).toBeGreaterThan(fitted);
    const after = await middle(node(page, 'pool1'));
    expect(Math.hypot(after.x - pinned.x, after.y - pinned.y)).toBeLessThan(12);
    const start = await emptySpot();
    await dragBetween(page, start, { x: start.x + 60, y: start.y - 40 }, 'middle');
    const panned = await middle(node(page, 'pool1'));
    expect(panned.x - after.x).toBeCloseTo(60, -1);
    await page.keyboard.down('Space');
    await dragBetween(page, start, { x: start.x - 60, y: start.y });
    await page.keyboard.up('Space');
    expect((await middle(node(page, 'pool1'))).x - panned.x).toBeCloseTo(-60, -1);
    await node(page, 'pool1').click();
    await page.keyboard.press('Home');
    await expect.poll(zoom).toBe(fitted);
  });

  it('output shape and parameter count on every node', async () => {
    const told = await nodes().evaluateAll((groups) => groups.map((group) => group.getAttribute('aria-label') ?? ''));
    expect(told).toHaveLength(9);
    for (const words of told.filter((each) => !each.startsWith('Output'))) expect(words).toMatch(/output [\d×]+/);
    for (const words of told.filter((each) => /^(Convolution|Dense)/.test(each)))
      expect(words).toMatch(/[\d,]+ parameters/);
    await node(page, 'conv1').getByText('24×24×20').waitFor();
    await page.getByRole('contentinfo').getByText('431,080 parameters').waitFor();
  });

  it('port type by more than colour: a square for maps, a circle for a vector', async () => {
    const form = (port: ReturnType<typeof output>) =>
      port.evaluate((element) =>
        [...element.getElementsByTagName('path')].map((path) => path.getAttribute('d')).join(),
      );
    const maps = await form(output(page, 'conv1'));
    const vector = await form(output(page, 'fc1'));
    expect(maps).not.toBe(vector);
    expect(await output(page, 'conv1').getAttribute('aria-label')).toContain('24×24×20');
    expect(await output(page, 'fc1').getAttribute('aria-label')).toContain('500');
  });

  it('find in the graph with Ctrl+F; jump to a node from the list of problems', async () => {
    await page.keyboard.press('Control+F');
    await page.getByRole('combobox', { name: 'Find in the graph' }).fill('conv2');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Inspector' }).getByRole('textbox', { name: 'Name' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('conv2');
    await node(page, 'flatten').click();
    await page.keyboard.press('Delete');
    const spot = await emptySpot();
    await page.mouse.click(spot.x, spot.y);
    await page.getByRole('button', { name: /^1 problem/ }).click();
    await page
      .getByRole('row')
      .getByRole('button', { name: /^fc1 takes a vector/ })
      .click();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('fc1');
  });
});

describe('commands', () => {
  it('context menus on node, edge, pane and port, with the same commands as the palette', async () => {
    const menu = page.getByRole('menu', { name: 'Canvas' });
    const rows = async () => (await menu.getByRole('menuitem').allTextContents()).join(' ');
    const open = async (at: { x: number; y: number }) => {
      await page.mouse.click(at.x, at.y, { button: 'right' });
      await menu.waitFor();
      const found = await rows();
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'detached' });
      return found;
    };
    expect(await open(await middle(node(page, 'conv1')))).toMatch(/Rename.*Mute.*Freeze.*Duplicate.*Delete/s);
    const [from, to] = [await middle(output(page, 'conv1')), await middle(input(page, 'pool1'))];
    expect(await open({ x: (from.x + to.x) / 2, y: from.y })).toMatch(/layer|Delete/);
    expect(await open(from)).toMatch(/Connect to/);
    expect(await open(await emptySpot())).toMatch(/Add a layer.*Select all.*Tidy up/s);
    await node(page, 'conv1').click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Mute/ }).click();
    await canvas(page)
      .getByRole('group', { name: /conv1.*muted/ })
      .waitFor();
  });

  it('command palette with Ctrl+Shift+P or Ctrl+K, cheat sheet with ?, rebindable keys', async () => {
    const search = page.getByRole('combobox', { name: 'Search commands, nodes and layers' });
    for (const keys of ['Control+Shift+P', 'Control+K']) {
      await page.keyboard.press(keys);
      await search.fill('conv');
      await page.getByRole('option', { name: /^conv1/ }).waitFor();
      await page.getByRole('option', { name: /^Convolution 2D/ }).waitFor();
      await page.keyboard.press('Escape');
      await search.waitFor({ state: 'detached' });
    }
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0);
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await sheet.getByText('Duplicate').waitFor();
    await sheet.getByRole('button', { name: 'Change the keys of Settings' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+K');
    await sheet.getByText(/belongs to Commands/).waitFor();
    await sheet.getByRole('button', { name: 'Change the keys of Settings' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Shift+,');
    await sheet.getByRole('button', { name: 'Close', exact: true }).click();
    await page.keyboard.press('Control+Shift+,');
    await page.getByRole('dialog', { name: 'Settings' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'Restore all' }).click();
    await sheet.getByRole('button', { name: 'Close', exact: true }).click();
    await page.keyboard.press('Control+,');
    await page.getByRole('dialog', { name: 'Settings' }).waitFor();
    await page.keyboard.press('Escape');
  });
});

it('errors on the node and port at fault, live, with expected and got shape and a fix that previews', async () => {
  await node(page, 'flatten').click();
  await page.keyboard.press('Control+Delete');
  await wire(page, 'pool2', 'fc1');
  const fault = canvas(page).getByRole('group', { name: /^Wire from pool2 to fc1.*problem/ });
  await fault.waitFor({ state: 'attached' });
  await canvas(page)
    .getByRole('group', { name: /fc1.*1 problem/ })
    .waitFor();
  await fault.getByRole('button').click();
  const card = page
    .getByRole('group', { name: /^fc1 takes a vector, but pool2 sends maps/ })
    .filter({ hasText: 'Expected' });
  await card.getByText('4×4×50').first().waitFor();
  const cure = card.getByRole('button', { name: /^Insert Flatten/ });
  await cure.hover();
  await canvas(page).getByText('800', { exact: true }).first().waitFor();
  expect(await page.getByRole('img', { name: 'Not saved' }).isVisible()).toBe(true);
  await cure.click();
  await page.getByRole('contentinfo').getByText('No problems').waitFor();
  await undo();
  await fault.waitFor({ state: 'attached' });
});
