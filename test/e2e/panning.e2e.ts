import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';
import { openFile, resize, settled } from './screen';
import { middle, openSample, showFailures } from './window';

const RESULTS = process.env.NETLOOM_RESULTS ?? testFolder();
const TEMPLATES = join(import.meta.dirname, '../../templates');

let app: RunningApp;
beforeEach(async () => {
  app = await launch();
  await app.page.getByRole('button', { name: 'New network' }).waitFor();
  await resize(app, { width: 1440, height: 900 });
});
afterEach(() => app.close());
showFailures(() => app.page);

const pane = () => app.page.locator('.svelte-flow__pane');
const light = () => app.page.locator('svg.light');

/** Opens the largest template, its blocks closed: 605 nodes. */
async function openLarge(): Promise<void> {
  const path = join(testFolder(), 'large.netloom');
  writeFileSync(path, readFileSync(join(TEMPLATES, 'resnet1202.json')));
  await openFile(app, path);
  await app.page.getByRole('button', { name: /^ResNet-1202.*, rename$/ }).waitFor();
  await settled(app);
}

const zoom = () =>
  app.page
    .locator('.svelte-flow__viewport')
    .evaluate((viewport) => new DOMMatrix(getComputedStyle(viewport).transform).a);

/** Zooms about the middle in one turn of the wheel, and waits for the nodes. */
async function zoomTo(aim: number): Promise<void> {
  const { x, y } = await middle(pane());
  await app.page.mouse.move(x, y);
  // A turn by 500 px halves the zoom.
  await app.page.mouse.wheel(0, -500 * Math.log2(aim / (await zoom())));
  await expect.poll(zoom).toBeCloseTo(aim, 1);
  await light().waitFor({ state: 'detached' });
  await settled(app);
}

/** Drags the drawing to and fro by the middle button, `dx` px away, until there has been a look at it. */
async function whileDragged<T>(dx: number, look: () => Promise<T>): Promise<T> {
  const { x, y } = await middle(pane());
  await app.page.mouse.move(x, y);
  await app.page.mouse.down({ button: 'middle' });
  let seen = false;
  const looking = light()
    .waitFor({ state: 'attached' })
    .then(look)
    .finally(() => {
      seen = true;
    });
  for (let i = 0; !seen; i++) await app.page.mouse.move(x + dx + (i % 2), y);
  await app.page.mouse.up({ button: 'middle' });
  return looking;
}

/** Where each name is written, px from the drawing's origin on the screen; of what is painted, and in sight. */
const namesIn = (selector: string): Promise<Record<string, [number, number]>> =>
  app.page.evaluate((given) => {
    const viewport = document.querySelector('.svelte-flow__viewport');
    if (!viewport) return {};
    const origin = viewport.getBoundingClientRect();
    const frame = document.querySelector('.svelte-flow__pane')?.getBoundingClientRect() ?? new DOMRect();
    const names = [...document.querySelectorAll(given)].filter((name) => {
      const { left, top, right, bottom } = name.getBoundingClientRect();
      const inSight = left < frame.right && right > frame.left && top < frame.bottom && bottom > frame.top;
      return inSight && name.checkVisibility();
    });
    return Object.fromEntries(
      names.map((name) => {
        const { left, top, height } = name.getBoundingClientRect();
        return [name.textContent ?? '', [left - origin.left, top + height / 2 - origin.top]];
      }),
    );
  }, selector);
const NODES = '.svelte-flow__node .name';
const LIGHT = 'svg.light text.name';

const focused = () => app.page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? '');
const chosen = () =>
  app.page
    .locator('.svelte-flow__node.selected')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id')));

const nodeNear = (x: number, y: number): Promise<string> =>
  app.page.evaluate(
    ([left = 0, top = 0]) => {
      const away = (node: Element) => {
        const box = node.getBoundingClientRect();
        return Math.hypot(box.x + box.width / 2 - left, box.y + box.height / 2 - top);
      };
      const nodes = [...document.querySelectorAll('.svelte-flow__node')].sort((a, b) => away(a) - away(b));
      return nodes[0]?.getAttribute('data-id') ?? '';
    },
    [x, y],
  );

/** Turns the wheel as fast as a hand does: so many notches, so far each. */
async function turn(notches: number, by: number): Promise<void> {
  for (let i = 0; i < notches; i++) {
    await app.page.mouse.wheel(0, by);
    await app.page.waitForTimeout(20);
  }
}

/** Notes from now on whether anything was ever drawn lightly. */
async function watchForLight(): Promise<() => Promise<number>> {
  await app.page.evaluate(() => {
    const found = { times: 0 };
    Object.assign(window, { lightly: found });
    new MutationObserver(() => {
      if (document.querySelector('svg.light')) found.times++;
    }).observe(document.body, { subtree: true, childList: true });
  });
  return () => app.page.evaluate(() => (window as unknown as { lightly: { times: number } }).lightly.times);
}

describe('a crowded drawing', () => {
  it.each(['light', 'dark'] as const)(
    'moves lightly in the %s theme, and rests as nodes in the same places',
    async (theme) => {
      await app.page.evaluate((given) => window.netloom.changeSettings({ theme: given }), theme);
      await openLarge();
      for (const aim of [0.3, 0.42, 0.6]) {
        await zoomTo(aim);
        const before = await app.page.locator('.svelte-flow__node').count();
        const at = `panning-${theme}-${aim * 100}`;
        const moving = await whileDragged(-220, async () => {
          const seen = {
            light: await namesIn(LIGHT),
            nodes: await namesIn(NODES),
            count: await app.page.locator('.svelte-flow__node').count(),
          };
          await app.page.screenshot({ path: join(RESULTS, `${at}-moves.png`) });
          return seen;
        });
        expect(moving.nodes).toEqual({});
        // One more at most: the node that Tab leads to.
        expect(moving.count - before).toBeLessThanOrEqual(1);
        await light().waitFor({ state: 'detached' });
        await settled(app);
        await app.page.screenshot({ path: join(RESULTS, `${at}-rests.png`) });
        const rested = await namesIn(NODES);
        // Under 40 % neither says names.
        expect(Object.keys(rested).length > 30).toBe(aim >= 0.4);
        for (const [name, [x, y]] of Object.entries(rested)) {
          const [lightX, lightY] = moving.light[name] ?? [];
          expect(Math.abs((lightX ?? Number.NaN) - x), `${name} sideways`).toBeLessThan(1.5);
          expect(Math.abs((lightY ?? Number.NaN) - y), `${name} upright`).toBeLessThan(1.5);
        }
      }
    },
  );

  it('keeps selection and focus, even where the node goes out of sight', async () => {
    await openLarge();
    await zoomTo(0.42);
    const { x, y } = await middle(pane());
    const first = await nodeNear(x + 300, y);
    await app.page.locator(`.svelte-flow__node[data-id="${first}"] .name`).click();
    await app.page.keyboard.press('ArrowRight');
    await expect.poll(focused).not.toBe(first);
    const node = await focused();
    expect(await chosen()).toEqual([node]);

    // Out and in again, about a place far from the node.
    await app.page.mouse.move(x - 440, y);
    const turning = turn(15, 20).then(() => turn(15, -20));
    await light().waitFor({ state: 'attached' });
    expect([await focused(), ...(await chosen())]).toEqual([node, node]);
    expect(await app.page.locator('svg.light .ring').count()).toBe(1);
    await turning;
    await light().waitFor({ state: 'detached' });
    expect([await focused(), ...(await chosen())]).toEqual([node, node]);

    await turn(24, -15);
    await light().waitFor({ state: 'detached' });
    expect(await app.page.locator(`.svelte-flow__node[data-id="${node}"]`).count()).toBe(0);
    await app.page.keyboard.press('ArrowRight');
    // res2.51 is followed by res2.52.
    const next = node.replace(/\d+$/, (digits) => String(Number(digits) + 1));
    await expect.poll(focused).toBe(next);
    await expect.poll(chosen).toEqual([next]);
  });

  it('is zoomed lightly by wheel and keys; where motion is not wanted it jumps', async () => {
    await openLarge();
    await zoomTo(0.45);
    const times = await watchForLight();
    await turn(8, 10);
    await expect.poll(times).toBeGreaterThan(0);
    await light().waitFor({ state: 'detached' });
    const turned = await times();
    await pane().click({ position: { x: 5, y: 300 } });
    await app.page.keyboard.press('-');
    await expect.poll(times).toBeGreaterThan(turned);
    await light().waitFor({ state: 'detached' });
    await app.page.keyboard.press('+');
    await settled(app);
    await light().waitFor({ state: 'detached' });

    await app.page.emulateMedia({ reducedMotion: 'reduce' });
    await app.page.waitForTimeout(400);
    const stepped = await times();
    const from = await zoom();
    await app.page.keyboard.press('+');
    await expect.poll(zoom).toBeGreaterThan(from);
    await settled(app);
    expect(await times()).toBe(stepped);
    expect(Object.keys(await namesIn(NODES)).length).toBeGreaterThan(30);
  });
});

describe('a drawing of ordinary size', () => {
  it('stays what it is while it moves', async () => {
    await openSample(app.page, 'LeNet on MNIST');
    await settled(app);
    const times = await watchForLight();
    const { x, y } = await middle(pane());
    await app.page.mouse.move(x, y);
    await app.page.mouse.down({ button: 'middle' });
    for (let i = 0; i < 40; i++) await app.page.mouse.move(x - 3 * i, y);
    expect(Object.keys(await namesIn(NODES))).toEqual(expect.arrayContaining(['conv1', 'pool1', 'conv2', 'pool2']));
    await app.page.mouse.up({ button: 'middle' });
    await turn(20, 20);
    await settled(app);
    expect(await times()).toBe(0);
  });
});
