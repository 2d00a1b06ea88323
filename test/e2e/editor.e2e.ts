import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, type RunningApp } from './app';
import { canvas, command, dragBetween, input, middle, openSample, output, resize, wire } from './window';

/** What people expect of an editor, beyond what canvas.e2e.ts tries: exact places, and states in between. */
let app: RunningApp;
let page: RunningApp['page'];
beforeAll(async () => {
  app = await launch();
  page = app.page;
  await resize(app, 1440, 900);
});
afterAll(() => app.close());

const SAMPLE = 'Digits from pixels';
/** A node by its name; a wire with a problem is a group too, and names its ends. */
const node = (name: string) => canvas(page).getByRole('group', { name: new RegExp(`^(?!Wire)[^,]* ${name}, `) });
const press = (keys: string) => page.keyboard.press(keys);
const wires = (name: string) => canvas(page).getByRole('img', { name, exact: false });
const label = (name: string) => node(name).getAttribute('aria-label');
/** Where a node stands on the canvas, whatever part of it is shown. */
const spotOf = (name: string) => node(name).evaluateAll(([element]) => element?.getAttribute('style') ?? '');
/** By its head: a node is dragged by it, not by a port or a picture. */
async function head(name: string): Promise<{ x: number; y: number }> {
  const box = await node(name).boundingBox();
  if (!box) throw new Error(`${name} is not on the screen`);
  return { x: box.x + box.width / 2, y: box.y + 14 };
}
/** A place of the canvas where nothing is, px of the window. */
async function emptySpot(): Promise<{ x: number; y: number }> {
  const box = await canvas(page).boundingBox();
  if (!box) throw new Error('the canvas is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height - 60 };
}

describe('the drawing', () => {
  beforeEach(async () => {
    await press('Escape');
    if (await page.getByRole('img', { name: 'Not saved' }).isVisible()) {
      await command(page, 'Start page');
      await page.getByRole('button', { name: "Don't save" }).click();
      await page.getByRole('heading', { name: 'Start from a network' }).waitFor();
    }
    await openSample(page, SAMPLE);
    await node('digit').waitFor();
  });

  it('undo/redo of everything: a drag, nudges, a parameter, a flag, a deletion, a wire, a name, each one step', async () => {
    const looks = async () => ({
      places: await Promise.all(['hidden', 'scores'].map(spotOf)),
      words: await canvas(page)
        .getByRole('group')
        .evaluateAll((groups) => groups.map((group) => group.getAttribute('aria-label')).sort()),
      wires: await wires('Wire from').count(),
    });
    const seen = [await looks()];
    const done = async (what: () => Promise<unknown>) => {
      await what();
      seen.push(await looks());
      expect(seen.at(-1)).not.toEqual(seen.at(-2));
    };
    const at = await head('hidden');
    await done(() => dragBetween(page, at, { x: at.x, y: at.y + 96 }));
    await node('scores').focus();
    await done(() => press('Alt+ArrowDown'));
    await done(() => press('Alt+Shift+ArrowRight'));
    await node('hidden').click();
    await done(async () => {
      await page.getByRole('spinbutton', { name: 'Units' }).fill('30');
      await press('Enter');
    });
    await node('hidden').focus();
    await done(() => press('m'));
    await done(async () => {
      await press('Control+Delete');
      await node('hidden').waitFor({ state: 'detached' });
    });
    await done(() => wire(page, 'flatten', 'scores'));
    await node('digit').focus();
    await done(async () => {
      await press('F2');
      await page.keyboard.type('answer');
      await press('Enter');
      await node('answer').waitFor();
    });
    for (const before of seen.slice(0, -1).reverse()) {
      await press('Control+Z');
      await expect.poll(looks).toEqual(before);
    }
    expect(await page.getByRole('button', { name: 'Undo' }).getAttribute('aria-disabled')).toBe('true');
    for (const [i, after] of seen.slice(1).entries()) {
      await press(i % 2 ? 'Control+Y' : 'Control+Shift+Z');
      await expect.poll(looks).toEqual(after);
    }
  });

  it('Delete and Backspace, Ctrl+C and V: paste at the pointer, inner edges kept', async () => {
    const names = () =>
      canvas(page)
        .getByRole('group', { name: /^(Input|Flatten|Dense|Output) / })
        .evaluateAll((groups) => groups.map((group) => group.getAttribute('aria-label')?.split(/[ ,]+/)[1] ?? ''));
    const before = await names();
    await node('hidden').click();
    await node('scores').click({ modifiers: ['Shift'] });
    await press('Control+C');
    const spot = await emptySpot();
    await page.mouse.move(spot.x, spot.y);
    await press('Control+V');
    await page.getByRole('heading', { name: '2 nodes' }).waitFor();
    const [first = '', second = ''] = (await names()).filter((name) => !before.includes(name));
    await wires(`Wire from ${first} to ${second}`).waitFor({ state: 'attached' });
    expect(await wires('Wire from').count()).toBe(5);
    const corner = await node(first).boundingBox();
    expect(Math.abs((corner?.x ?? 0) - spot.x)).toBeLessThan(10);
    expect(Math.abs((corner?.y ?? 0) - spot.y)).toBeLessThan(10);
    await press('Delete');
    await expect.poll(names).toEqual(before);
    await press('Control+Z');
    await node(first).click();
    await press('Backspace');
    await node(first).waitFor({ state: 'detached' });
    expect(await node(second).count()).toBe(1);
  });

  it('wheel zoom at pointer to the pixel, fit view (Shift+1, Home) and selection (F)', async () => {
    const zoom = async () =>
      Number.parseInt((await page.getByRole('button', { name: /^Zoom \d/ }).textContent()) ?? '', 10);
    const corner = async (name: string) => {
      const box = await node(name).boundingBox();
      return { x: Math.round(box?.x ?? 0), y: Math.round(box?.y ?? 0) };
    };
    const whole = await zoom();
    const pinned = await corner('scores');
    await page.mouse.move(pinned.x, pinned.y);
    for (let i = 0; i < 3; i++) await page.mouse.wheel(0, 160);
    await expect.poll(zoom).toBeLessThan(whole);
    const after = await corner('scores');
    expect(Math.abs(after.x - pinned.x)).toBeLessThanOrEqual(1);
    expect(Math.abs(after.y - pinned.y)).toBeLessThanOrEqual(1);
    await node('scores').focus();
    for (const keys of ['Shift+1', 'Home']) {
      await press('-');
      await expect.poll(zoom).not.toBe(whole);
      await press(keys);
      await expect.poll(zoom).toBe(whole);
    }
    await node('scores').click();
    for (let i = 0; i < 2; i++) await press('-');
    await press('f');
    const pane = await middle(canvas(page));
    await expect.poll(async () => Math.abs((await middle(node('scores'))).x - pane.x)).toBeLessThan(4);
  });

  it('errors on the node and port at fault, live, before Run: a cure previews on hover and is applied by a click', async () => {
    await node('flatten').click();
    await press('Control+Delete');
    const calm = await input(page, 'hidden').locator('svg').getAttribute('width');
    await wire(page, 'picture', 'hidden');
    const fault = canvas(page).getByRole('group', { name: /^Wire from picture to hidden/ });
    await fault.waitFor({ state: 'attached' });
    expect(await label('hidden')).toContain('1 problem');
    expect(Number(await input(page, 'hidden').locator('svg').getAttribute('width'))).toBeGreaterThan(Number(calm));
    expect(await page.getByRole('button', { name: /^Train/ }).getAttribute('aria-disabled')).toBe('true');
    await fault.getByRole('button').click();
    const cure = canvas(page).getByRole('button', { name: /^Insert Flatten/ });
    await cure.hover();
    await node('flatten1').waitFor();
    expect(await label('hidden')).toContain('78,500 parameters');
    const spot = await emptySpot();
    await page.mouse.move(spot.x, spot.y);
    await node('flatten1').waitFor({ state: 'detached' });
    expect(await label('hidden')).toContain('1 problem');
    await cure.click();
    await node('flatten1').waitFor();
    await page.getByRole('contentinfo').getByText('No problems').waitFor();
    await press('Control+Z');
    await fault.waitFor({ state: 'attached' });
    expect(await node('flatten1').count()).toBe(0);
  });

  it('output shape and parameter count on every node, changing as one types', async () => {
    await node('hidden').click();
    const units = page.getByRole('spinbutton', { name: 'Units' });
    await units.focus();
    await page.keyboard.type('2');
    await expect.poll(() => label('hidden')).toContain('output 2, 1,570 parameters');
    await page.keyboard.type('5');
    await expect.poll(() => label('hidden')).toContain('output 25, 19,625 parameters');
    expect(await label('scores')).toContain('260 parameters');
    await press('Escape');
    await expect.poll(() => label('hidden')).toContain('output 100, 78,500 parameters');
    expect(await page.getByRole('button', { name: 'Undo' }).getAttribute('aria-disabled')).toBe('true');
    await units.fill('50');
    await press('Enter');
    await expect.poll(() => label('scores')).toContain('510 parameters');
    await page.getByRole('contentinfo').getByText('39,760 parameters').waitFor();
    await node('hidden').focus();
    await press('Control+Z');
    await expect.poll(() => label('hidden')).toContain('output 100');
  });

  it('drag an edge into the void: what needs a layer between gets it, all wired, in one undo step', async () => {
    const from = await middle(output(page, 'picture'));
    await dragBetween(page, from, { x: from.x + 30, y: from.y + 200 });
    const search = page.getByRole('combobox', { name: 'Add a layer after picture' });
    await search.waitFor();
    await page.keyboard.type('dense');
    await page.getByRole('group', { name: 'Fits after Flatten, added for you' }).waitFor();
    await press('Enter');
    await wires('Wire from picture to flatten1').waitFor({ state: 'attached' });
    await wires('Wire from flatten1 to dense1').waitFor({ state: 'attached' });
    expect(await label('dense1')).toContain('7,850 parameters');
    await press('Control+Z');
    await node('dense1').waitFor({ state: 'detached' });
    expect(await node('flatten1').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Undo' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('context menus on edge and port: a layer is put in, a wire is taken off', async () => {
    const menu = (name: string) => page.getByRole('menu', { name: 'Canvas' }).getByRole('menuitem', { name });
    const dropoutPutIn = async () => {
      await page.getByRole('combobox', { name: 'Add a layer after hidden' }).waitFor();
      await page.keyboard.type('dropout');
      await press('Enter');
      await wires('Wire from hidden to dropout1').waitFor({ state: 'attached' });
      await wires('Wire from dropout1 to scores').waitFor({ state: 'attached' });
      await press('Control+Z');
      await wires('Wire from hidden to scores').waitFor({ state: 'attached' });
    };
    const [from, to] = [await middle(output(page, 'hidden')), await middle(input(page, 'scores'))];
    await page.mouse.click((from.x + to.x) / 2, (from.y + to.y) / 2, { button: 'right' });
    await menu('Insert a layer…').click();
    await dropoutPutIn();
    // At an input that is fed, it goes into the wire.
    await input(page, 'scores').click({ button: 'right' });
    await menu('Add a layer here…').click();
    await dropoutPutIn();
    await input(page, 'scores').click({ button: 'right' });
    await menu('Disconnect').click();
    await wires('Wire from hidden to scores').waitFor({ state: 'detached' });
    await press('Control+Z');
    await wires('Wire from hidden to scores').waitFor({ state: 'attached' });
  });

  it('drop a node on a wire to splice; delete-and-heal', async () => {
    const spot = await emptySpot();
    await page.mouse.dblclick(spot.x, spot.y);
    await page.getByRole('combobox', { name: 'Add a layer' }).waitFor();
    await page.keyboard.type('dropout');
    await press('Enter');
    await node('dropout1').waitFor();
    const [from, to] = [await middle(output(page, 'hidden')), await middle(input(page, 'scores'))];
    await dragBetween(page, await head('dropout1'), { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
    await wires('Wire from hidden to dropout1').waitFor({ state: 'attached' });
    await wires('Wire from dropout1 to scores').waitFor({ state: 'attached' });
    expect(await wires('Wire from hidden to scores').count()).toBe(0);
    await press('Control+Z');
    await wires('Wire from hidden to scores').waitFor({ state: 'attached' });
    await press('Control+Y');
    await node('dropout1').focus();
    await press('Backspace');
    await wires('Wire from hidden to scores').waitFor({ state: 'attached' });
  });

  it('jump to node from error list, and from the outline, though it is out of sight', async () => {
    await node('flatten').click();
    await press('Control+Delete');
    await page
      .getByRole('contentinfo')
      .getByRole('button', { name: /problem/ })
      .click();
    const row = page
      .getByRole('row')
      .getByRole('button', { name: /hidden/ })
      .first();
    await row.waitFor();
    const spot = await emptySpot();
    const pane = await canvas(page).boundingBox();
    const inSight = async (name: string) => {
      const box = await node(name).boundingBox();
      return !!box && !!pane && box.x >= pane.x && box.y >= pane.y && box.x + box.width <= pane.x + pane.width;
    };
    const away = async () => {
      await dragBetween(page, spot, { x: spot.x + 500, y: spot.y - 20 }, 'middle');
      await dragBetween(page, spot, { x: spot.x + 500, y: spot.y - 20 }, 'middle');
      expect(await inSight('hidden')).toBe(false);
    };
    await away();
    await row.click();
    await expect.poll(() => inSight('hidden')).toBe(true);
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('hidden');
    await away();
    await press('Control+Shift+O');
    await page.getByRole('treeitem', { name: /^Dense hidden/ }).click();
    await expect.poll(() => inSight('hidden')).toBe(true);
    await page.getByRole('tab', { name: 'Layers' }).click();
  });
});
