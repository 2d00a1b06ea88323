import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';
import { settled } from './screen';
import { canvas, command, dragBetween, middle, node, openSample, resize, showFailures } from './window';

let app: RunningApp;
let page: RunningApp['page'];
beforeAll(async () => {
  app = await launch();
  page = app.page;
  page.setDefaultTimeout(15_000);
  await resize(app, 1440, 900);
});
showFailures(() => page);
afterAll(() => app.close());

const press = (keys: string) => page.keyboard.press(keys);
const inspector = () => page.getByRole('complementary', { name: 'Inspector' });
const layers = () => page.getByRole('complementary', { name: 'Layers and outline' });
const label = (name: string) => node(page, name).getAttribute('aria-label');
const parameters = async () => (await page.getByRole('contentinfo').textContent())?.match(/[\d,]+ parameters/)?.[0];
const toast = (text: string | RegExp) => page.getByRole('main').getByRole('status').getByText(text);
const folder = process.env.NETLOOM_RESULTS ?? testFolder();
async function picture(name: string) {
  await settled(app);
  await page.screenshot({ path: join(folder, `blocks-${name}.png`) });
}
async function select(...names: string[]) {
  await press('Escape');
  for (const [i, name] of names.entries()) {
    await node(page, name).focus();
    if (i === 0) await press('Escape');
    await press('Space');
  }
}
async function sample(title: string) {
  await press('Escape');
  if (await page.getByRole('img', { name: 'Not saved' }).isVisible()) {
    await command(page, 'Start page');
    await page.getByRole('button', { name: "Don't save" }).click();
    await page.getByRole('main').getByRole('button', { name: title }).waitFor();
  }
  await openSample(page, title);
}

describe('a block of one’s own', () => {
  it('is made of a selection by keys, offers a parameter, is used again, and all instances follow', async () => {
    await sample('LeNet on MNIST');
    await node(page, 'digit').waitFor();
    const whole = await parameters();
    await select('conv2', 'pool2');
    await press('Control+G');
    const title = inspector().getByRole('textbox', { name: 'Title of the block' });
    await title.waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'block-title');
    await page.keyboard.type('Stage');
    await press('Enter');
    await node(page, 'block1').waitFor();
    expect(await parameters()).toBe(whole);
    expect(await label('block1')).toContain('Stage');
    await picture('made');
    await node(page, 'block1').focus();
    await press('o');
    await node(page, 'conv2').focus();
    await press('Enter');
    await inspector().getByRole('button', { name: 'Offer Filters' }).click();
    await page.getByRole('menuitem', { name: 'Offer it to all instances' }).click();
    await inspector().getByRole('button', { name: 'Filters follows filters' }).waitFor();
    expect(await parameters()).toBe(whole);
    await picture('offered');
    await node(page, 'block1').focus();
    await press('Enter');
    const offered = inspector().getByRole('textbox', { name: 'Name of the parameter filters' });
    await offered.fill('Width');
    await press('Enter');
    await inspector().getByRole('spinbutton', { name: 'Width' }).fill('10');
    await press('Enter');
    // 5·5·20·10 + 10 in the block, 16·10·500 + 500 behind it.
    await expect.poll(() => label('block1')).toContain('5,010 parameters');
    await expect.poll(() => label('fc1')).toContain('80,500 parameters');
    await picture('instance');
    await node(page, 'block1').focus();
    await press('o');
    await layers().getByRole('button', { name: 'Stage', exact: true }).click();
    const second = page.getByRole('group', { name: /^Stage block2, / });
    await second.waitFor();
    await press('Control+Z');
    await second.waitFor({ state: 'detached' });
    for (let i = 0; i < 8; i++) await press('Control+Z');
    await node(page, 'pool2').waitFor();
    expect(await parameters()).toBe(whole);
    expect(await page.getByRole('button', { name: 'Undo' }).getAttribute('aria-disabled')).toBe('true');
    for (let i = 0; i < 8; i++) await press('Control+Y');
    await expect.poll(() => label('fc1')).toContain('80,500 parameters');
  });

  it('is made by mouse; what cannot be one says why; is unpacked; a block in use is not deleted', async () => {
    await sample('LeNet on MNIST');
    const whole = await parameters();
    await node(page, 'picture').click();
    await node(page, 'conv1').click({ modifiers: ['Shift'] });
    await node(page, 'conv1').click({ button: 'right' });
    const menu = page.getByRole('menu', { name: 'Canvas' });
    await menu.getByRole('menuitem', { name: 'Make a block of the selection' }).click();
    await toast(/picture cannot go into a block/).waitFor();
    await select('conv1', 'conv2');
    await press('Control+G');
    await toast(/pool1 lies on a way between/).waitFor();
    await node(page, 'fc1').click();
    await node(page, 'fc2').click({ modifiers: ['Shift'] });
    await inspector().getByRole('button', { name: 'Make a block' }).click();
    await node(page, 'block1').waitFor();
    await layers().getByRole('button', { name: 'Delete the block Block 1' }).click();
    await toast('The block block1 is still used by block1.').waitFor();
    await node(page, 'block1').click({ button: 'right' });
    await menu.getByRole('menuitem', { name: 'Unpack into its layers' }).click();
    await node(page, 'block1.fc1').waitFor();
    expect(await parameters()).toBe(whole);
    await layers().getByRole('button', { name: 'Delete the block Block 1' }).click();
    await layers().getByRole('button', { name: 'Delete the block Block 1' }).waitFor({ state: 'detached' });
  });

  it('is opened, added to, pasted into and undone in place; a paste into another project brings it along', async () => {
    await sample('Siamese digits');
    const whole = await parameters();
    await node(page, 'tower').focus();
    await press('o');
    await node(page, 'ip2').waitFor();
    await node(page, 'ip2').click();
    await layers().getByRole('button', { name: 'Dropout', exact: true }).click();
    // The new node has been scrolled to.
    await node(page, 'dropout1').click();
    await press('Shift+1');
    await node(page, 'twin').click();
    await press('o');
    await expect.poll(() => node(page, 'dropout1').count()).toBe(2);
    await press('Shift+1');
    await picture('siamese');
    await node(page, 'pool1').first().click();
    await press('Control+C');
    await press('Control+V');
    await expect.poll(() => node(page, 'pool3').count()).toBe(2);
    for (let i = 0; i < 2; i++) await press('Control+Z');
    // A wire from inside that ends on the frame's own port, where another wire arrives already, leads that port.
    const mark = await middle(page.locator('.svelte-flow__node[data-id="tower"] > .port-out'));
    const ip2 = node(page, 'ip2').first();
    await dragBetween(page, await middle(ip2.getByRole('button', { name: /^Output/ })), mark);
    await expect.poll(() => label('tower')).toContain('output 10');
    for (let i = 0; i < 3; i++) await press('Control+Z');
    await node(page, 'ip2').first().waitFor({ state: 'detached' });
    expect(await parameters()).toBe(whole);
    await select('tower', 'twin', 'distance');
    await press('Control+C');
    await command(page, 'Start page');
    await page.getByRole('button', { name: 'New network' }).click();
    await page.getByRole('button', { name: 'Untitled, rename' }).waitFor();
    await canvas(page).focus();
    await press('Control+V');
    await node(page, 'distance').waitFor();
    expect(await label('twin')).toContain('uses shared weights');
    await layers().getByRole('button', { name: 'Delete the block Tower' }).waitFor();
  });
});

describe('shared weights', () => {
  it('are tied between three by keys, untied, told where a copy stands alone, and left to the heir', async () => {
    await sample('LeNet on MNIST');
    for (const name of ['a', 'b', 'c']) {
      await node(page, 'flatten').focus();
      await press('Escape');
      await press('Shift+A');
      await page.getByRole('combobox', { name: 'Add a layer after flatten' }).waitFor();
      await page.keyboard.type('dense');
      await press('Enter');
      await press('F2');
      await page.keyboard.type(name);
      await press('Enter');
      await node(page, name).waitFor();
      for (let i = 0; i < (name.codePointAt(0) ?? 97) - 97; i++) await press('Alt+Shift+ArrowDown');
    }
    await select('a', 'b', 'c');
    await press('s');
    await expect.poll(() => label('c')).toContain('uses shared weights');
    await press('Escape');
    await node(page, 'b').click({ position: { x: 60, y: 16 } });
    await inspector().getByText('One set of weights, used 3 times').waitFor();
    await picture('triplet');
    await press('Control+C');
    await press('Control+V');
    await toast(/b1 has weights of its own now: a was not copied with it/).waitFor();
    await node(page, 'a').focus();
    await press('Escape');
    await node(page, 'a').focus();
    await press('Delete');
    await node(page, 'a').waitFor({ state: 'detached' });
    expect(await label('b')).not.toContain('uses shared weights');
    expect(await label('c')).toContain('uses shared weights');
    await node(page, 'c').focus();
    await press('Shift+S');
    await expect.poll(() => label('c')).not.toContain('uses shared weights');
    await press('s');
    const owners = page.getByRole('combobox', { name: 'Use the weights of which node for c' });
    await owners.fill('b');
    await press('Enter');
    await expect.poll(() => label('c')).toContain('uses shared weights');
    await press('Escape');
    await node(page, 'c').click({ position: { x: 60, y: 16 } });
    await inspector().getByRole('button', { name: 'Show b' }).click();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('b');
  });
});
