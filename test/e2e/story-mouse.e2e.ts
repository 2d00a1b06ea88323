import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appCommand, launch, type RunningApp, testFolder } from './app';
import {
  answerDialogs,
  canvas,
  choose,
  dockOf,
  dragBetween,
  dragLayer,
  emptySpotOf,
  engineReady,
  figureOf,
  node,
  resize,
  setField,
  showFailures,
  wire,
} from './window';

/** One person draws a small net for MNIST, trains it, looks inside, keeps it and takes it away: by mouse alone. */
let app: RunningApp;
let page: RunningApp['page'];
const folder = testFolder();
const file = join(folder, 'digits.netloom');

beforeAll(async () => {
  app = await launch();
  page = app.page;
  page.setDefaultTimeout(25_000);
  await resize(app, 1440, 900);
});
showFailures(() => page);
afterAll(() => app.close());

const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
const view = (name: string) => page.getByRole('radiogroup', { name: 'View' }).getByRole('radio', { name }).click();
const dock = () => dockOf(page);
const figure = (name: string) => figureOf(page, name);
const isWell = () => page.getByRole('contentinfo').getByRole('button', { name: 'No problems' }).waitFor();
const picture = (name: RegExp) => canvas(page).getByRole('img', { name }).first();
async function clickGround(): Promise<void> {
  const { x, y } = await emptySpotOf(page);
  await page.mouse.click(x, y);
}

describe('drawing', () => {
  it('begins on the start page with a new network', async () => {
    await button('New network').click();
    await page.getByRole('heading', { name: 'Draw from left to right' }).waitFor();
    expect(await button('Train').getAttribute('aria-disabled')).toBe('true');
  });

  it('drags layers from the searchable palette onto the canvas', async () => {
    await dragLayer(page, 'Picture input', 40, 160);
    const search = page.getByRole('searchbox', { name: 'Find a layer' });
    await search.fill('conv');
    await dragLayer(page, 'Convolution 2D', 190, 160);
    await search.fill('max');
    await dragLayer(page, 'Max pooling', 400, 160);
    await search.fill('');
    await dragLayer(page, 'Dense', 540, 160);
    await dragLayer(page, 'Output', 720, 160);
    for (const name of ['conv1', 'pool1', 'dense1']) await node(page, name).waitFor();
  });

  it('chooses data, which give every node its shape', async () => {
    await view('Data');
    await button(/^MNIST digits/).click();
    await button('Sample 0: label 0').waitFor();
    await page.getByRole('radio', { name: 'Training 54,000' }).waitFor();
    await view('Graph');
    const shaped = canvas(page).getByRole('group', { name: /output 28×28×1/ });
    await shaped.waitFor();
  });

  it('wires them; output shape and parameter count change as parameters are typed', async () => {
    await wire(page, 'picture', 'conv1');
    await wire(page, 'conv1', 'pool1');
    await node(page, 'conv1').click();
    await setField(page, 'Filters', '8');
    await canvas(page)
      .getByRole('group', { name: /^Convolution 2D conv1, .*8 filters.*×8, 80 parameters/ })
      .waitFor();
    await choose(page, 'Activation', 'ReLU');
    await node(page, 'dense1').click();
    await setField(page, 'Units', '10');
    await wire(page, 'dense1', 'output');
  });

  it('shows a mistake on the wire in words, with cures that preview on hover and apply with one click', async () => {
    await wire(page, 'pool1', 'dense1');
    await page.getByRole('group', { name: /dense1.*1 problem/ }).waitFor();
    const fault = canvas(page).getByRole('group', { name: /^Wire from pool1 to dense1.*problem/ });
    await fault.getByRole('button').click();
    const cure = page.getByRole('button', { name: /^Insert Flatten.*→/ });
    await cure.hover();
    await canvas(page)
      .getByRole('group', { name: /flatten/ })
      .waitFor();
    expect(await fault.count()).toBe(0);
    await page.mouse.move(5, 500);
    await fault.waitFor({ state: 'attached' });
    await cure.click();
    await isWell();
  });

  it('undoes and redoes', async () => {
    const faults = canvas(page).getByRole('group', { name: /problem/ });
    await button('Undo').click();
    await faults.first().waitFor();
    await button('Redo').click();
    await isWell();
  });
});

describe('training', () => {
  it('sets batch, epochs, optimiser and seed', async () => {
    await clickGround();
    await choose(page, 'Optimiser', 'RMSprop');
    await setField(page, 'Learning rate', '0.002');
    await setField(page, 'Batch', '32');
    await setField(page, 'Epochs', '2');
    await setField(page, 'Seed', '7');
  });

  it('live loss and metric curves, Stop, Pause and ETA; filters on the nodes change', async () => {
    await engineReady(page);
    await button('Train').click();
    for (const name of ['Loss', 'Accuracy']) await dock().getByRole('figure', { name }).waitFor();
    await expect.poll(() => figure('Step'), { timeout: 30_000 }).toBeGreaterThan(20);
    const shown = () => picture(/filters of conv1/).screenshot();
    await picture(/filters of conv1/).waitFor();
    const first = await shown();
    const step = await figure('Step');
    await expect.poll(() => figure('Step'), { timeout: 20_000 }).toBeGreaterThan(step + 60);
    expect((await shown()).equals(first)).toBe(false);
    expect(await figure('Time left')).toBeGreaterThan(0);
  });

  it('pauses, goes on, and takes another learning rate', async () => {
    await button('Pause').click();
    await button('Go on').waitFor();
    const step = await figure('Step');
    await setField(page, 'Learning rate', '0.0005');
    await new Promise((done) => setTimeout(done, 400));
    expect(await figure('Step')).toBe(step);
    await button('Go on').click();
    await expect.poll(() => figure('Step'), { timeout: 20_000 }).toBeGreaterThan(step + 20);
    await expect.poll(() => figure('Learning rate')).toBe(0.0005);
  });

  it('smoothing slider, log y, x by epoch, step and time, CSV and PNG', async () => {
    const smoothing = dock().getByRole('slider', { name: 'Smoothing' });
    const box = await smoothing.boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 4, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    expect(Number(await smoothing.inputValue())).toBeGreaterThan(0.9);
    const log = dock().getByRole('button', { name: 'Log loss' });
    await log.click();
    expect(await log.getAttribute('aria-pressed')).toBe('false');
    for (const [now, next] of [
      ['By epoch', 'By step'],
      ['By step', 'By time'],
    ] as const) {
      await dock().getByRole('button', { name: now }).click();
      await page.getByRole('menuitemcheckbox', { name: next }).click();
    }
    await dock().getByRole('button', { name: 'By time' }).waitFor();
    for (const [item, name] of [
      ['Save the numbers as CSV…', 'curves.csv'],
      ['Save the charts as PNG…', 'curves.png'],
    ] as const) {
      await answerDialogs(app, { save: join(folder, name) });
      await button('More for the curves').click();
      await page.getByRole('menuitem', { name: item }).click();
      await expect.poll(() => existsSync(join(folder, name))).toBe(true);
    }
    expect(readFileSync(join(folder, 'curves.csv'), 'utf8')).toMatch(/^step,epoch,learning rate,loss,accuracy/);
    expect(readFileSync(join(folder, 'curves.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('stops', async () => {
    await button('Stop').click();
    await button('Train').waitFor();
    await dock().getByRole('progressbar').waitFor();
  });
});

describe('looking inside', () => {
  it('draws a digit with the mouse and sees the prediction', async () => {
    await view('Inspect');
    await page.getByRole('radio', { name: 'Draw' }).click();
    const pad = await page.getByRole('application', { name: /^Draw here/ }).boundingBox();
    if (!pad) throw new Error('the pad is not on the screen');
    const top = { x: pad.x + pad.width / 2 + 6, y: pad.y + 40 };
    await dragBetween(page, top, { x: top.x - 12, y: pad.y + pad.height - 40 });
    const answer = page.getByRole('list', { name: /^output: \d/ });
    await answer.waitFor();
    expect(await answer.getByRole('listitem').count()).toBe(10);
    await page.getByRole('heading', { name: /^Feature maps of conv1/ }).waitFor();
    await page.getByRole('tab', { name: /^pool1/ }).click();
    await page.getByRole('heading', { name: /^Feature maps of pool1/ }).waitFor();
  });
});

describe('keeping it', () => {
  it('never lose work: a dot while it is dirty, a guard before it is left', async () => {
    await page.getByRole('img', { name: 'Not saved' }).waitFor();
    await button('Netloom menu').click();
    await page.getByRole('menuitem', { name: 'Start page' }).click();
    const guard = page.getByRole('dialog', { name: 'Save changes to Untitled?' });
    await guard.getByRole('button', { name: 'Cancel' }).click();
  });

  it('Open, Save, Recent and native menu; a double-click on the file opens it in the running instance', async () => {
    await answerDialogs(app, { save: file });
    await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('file.save')?.click());
    await page.getByRole('img', { name: 'Not saved' }).waitFor({ state: 'detached' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      format: 'netloom',
      training: { batch: 32, seed: 7 },
    });
    await button('Netloom menu').click();
    await page.getByRole('menuitem', { name: 'Start page' }).click();
    await button(/^digits/).click();
    const drawn = canvas(page).getByRole('group', { name: /8 filters/ });
    await drawn.waitFor();
    await button('Netloom menu').click();
    await page.getByRole('menuitem', { name: 'Start page' }).click();
    await drawn.waitFor({ state: 'detached' });
    const { executablePath, args } = appCommand({ data: app.data, files: [file] });
    spawn(executablePath, args, { stdio: 'ignore' });
    await drawn.waitFor();
  });

  it('looks back at earlier runs, resumes one and overlays the curves of two', async () => {
    await view('Runs');
    await button('Resume').click();
    await expect.poll(() => figure('Step'), { timeout: 30_000 }).toBeGreaterThan(400);
    await button('Stop').click();
    await button('Train').click();
    const begun = async () => (await figure('Step')) > 10 && (await figure('Step')) < 400;
    await expect.poll(begun, { timeout: 30_000 }).toBe(true);
    await button('Stop').click();
    await button('Train').waitFor();
    await view('Runs');
    await expect.poll(() => page.getByRole('row', { name: /Stopped/ }).count()).toBe(2);
    const draw = page.getByRole('button', { name: /^Draw the curve of/ });
    for (const each of await draw.all()) if ((await each.getAttribute('aria-pressed')) === 'false') await each.click();
    const legend = page.getByRole('figure', { name: 'Loss' });
    await expect.poll(async () => ((await legend.textContent()) ?? '').match(/Today/g)?.length).toBe(2);
  });

  it('exports the trained model as SavedModel and for TensorFlow.js, with a receipt', async () => {
    await answerDialogs(app, { open: folder });
    for (const format of [/SavedModel/, /TensorFlow\.js/]) {
      await button('Export…').click();
      const dialog = page.getByRole('dialog', { name: 'Export the trained model' });
      await dialog.getByRole('combobox', { name: 'Format' }).click();
      await page.getByRole('option', { name: format }).click();
      await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
      const receipt = page.getByRole('dialog', { name: 'Exported' });
      await receipt.waitFor({ timeout: 60_000 });
      expect(await receipt.textContent()).toMatch(/Largest difference\s*(0|\d\.\de-\d+)/);
      await receipt.getByRole('button', { name: 'Done' }).click();
    }
    const made = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'runs',
    );
    expect(made).toHaveLength(2);
    expect(made.flatMap(({ name }) => readdirSync(join(folder, name)))).toEqual(
      expect.arrayContaining(['saved_model.pb', 'model.json', 'netloom.json', 'labels.txt']),
    );
  });
});

describe('a sample', () => {
  it('works offline: its first Train click within 60 s; validation in the colour family of training', async () => {
    const fresh = await launch();
    try {
      const started = Date.now();
      await fresh.page
        .getByRole('main')
        .getByRole('button', { name: /^Sea bass or salmon/ })
        .click();
      await engineReady(fresh.page);
      await fresh.page.getByRole('button', { name: 'Train' }).click();
      await fresh.page.getByRole('status').getByRole('button', { name: 'Export…' }).waitFor({ timeout: 60_000 });
      expect(Date.now() - started).toBeLessThan(60_000);
      const loss = fresh.page.getByRole('figure', { name: 'Loss' });
      const colours = await loss.evaluate((figure) =>
        [...figure.getElementsByTagName('path')].map((path) => path.getAttribute('stroke')),
      );
      expect(colours).toEqual(['var(--run-1)', 'var(--run-1-b)']);
    } finally {
      await fresh.close();
    }
  });
});
