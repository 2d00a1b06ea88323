import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type RunningApp } from './app';
import { settled } from './screen';
import { canvas, command, node, openSample, resize, showFailures } from './window';

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
const layers = () => page.getByRole('complementary', { name: 'Layers and outline' });
const add = (title: string) => layers().getByRole('listitem').getByRole('button', { name: title, exact: true }).click();
const nodes = () => canvas(page).locator('.svelte-flow__node');
const selected = () => canvas(page).locator('.svelte-flow__node.selected').count();

/** Every two nodes of the project's own level that lie on each other on the screen. */
async function meeting(): Promise<string[]> {
  await settled(app);
  const boxes = await nodes().evaluateAll((all) =>
    all
      .map((each) => ({ id: each.getAttribute('data-id') ?? '', box: each.getBoundingClientRect() }))
      .filter(({ id }) => !id.includes('/'))
      .map(({ id, box: { left, right, top, bottom } }) => ({ id, left, right, top, bottom })),
  );
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.id} and ${b.id}`),
  );
}

describe('where nodes come to stand', () => {
  it('a layer from the palette is in sight and beside the selected one, never on another', async () => {
    await page.getByRole('button', { name: 'New network' }).click();
    await add('Picture input');
    await add('Residual stage');
    await add('Dense');
    for (const title of ['Convolution 2D', 'Inception module', 'Dropout']) {
      await node(page, 'picture').click();
      await add(title);
    }
    expect(await nodes().count()).toBe(6);
    expect(await meeting()).toEqual([]);
    const added = await canvas(page).locator('.svelte-flow__node.selected').boundingBox();
    const seen = await canvas(page).boundingBox();
    expect(added && seen && added.y + added.height <= seen.y + seen.height && added.y >= seen.y).toBe(true);
  });

  it('a block that is unpacked among others makes room, and the keys of the canvas go on working', async () => {
    await command(page, 'Start page');
    await page.getByRole('button', { name: "Don't save" }).click();
    await openSample(page, 'LeNet on MNIST');
    await node(page, 'pool1').click();
    await add('Residual block');
    await press('Escape');
    await node(page, 'res1').click();
    await press('Control+Shift+G');
    await node(page, 'res1.conv1').waitFor();
    expect(await selected()).toBe(9);
    await press('Shift+1');
    expect(await meeting()).toEqual([]);
    await node(page, 'res1.conv1').click({ position: { x: 40, y: 10 } });
    expect(await selected()).toBe(1);
    await press('Control+Z');
    await node(page, 'res1').waitFor();
  });
});
