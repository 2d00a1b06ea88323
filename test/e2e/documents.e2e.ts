import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';

/** A whole project: its picture is drawn, its numbers are counted. */
const LENET = readFileSync(join(import.meta.dirname, '../../templates/lenet.json'), 'utf8');
const TITLE = JSON.parse(LENET).title as string;

let folder: string;
let path: string;
const running: RunningApp[] = [];
beforeEach(() => {
  folder = testFolder();
  path = join(folder, 'net.netloom');
  writeFileSync(path, LENET);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()));
});

async function start(options: Parameters<typeof launch>[0] = {}): Promise<RunningApp> {
  const app = await launch(options);
  running.push(app);
  return app;
}
async function shows({ page }: RunningApp, title: string): Promise<void> {
  await page.getByRole('button', { name: `${title}, rename` }).waitFor();
}
async function rename(app: RunningApp, from: string, to: string): Promise<void> {
  await app.page.getByRole('button', { name: `${from}, rename` }).click();
  await app.page.getByRole('textbox', { name: 'Title' }).fill(to);
  await app.page.keyboard.press('Enter');
  await shows(app, to);
}
const unsavedDot = ({ page }: RunningApp) => page.getByRole('img', { name: 'Not saved' });
const savedTitle = (file = path) => JSON.parse(readFileSync(file, 'utf8')).title;
const windowTitle = ({ electron }: RunningApp) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());

/** As a press on the window's close button. */
function pressClose({ electron }: RunningApp): void {
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
}
async function saveDialogAnswers({ electron }: RunningApp, filePath: string): Promise<void> {
  await electron.evaluate(({ dialog }, given) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: given });
  }, filePath);
}

describe('a project', () => {
  it('named at the start opens, is changed and saved, and is in the list next time', async () => {
    const first = await start({ files: [path] });
    await shows(first, TITLE);
    expect(await windowTitle(first)).toBe(`${TITLE} – Netloom`);
    await rename(first, TITLE, 'My net');
    await unsavedDot(first).waitFor();
    await expect.poll(() => windowTitle(first)).toBe('• My net – Netloom');
    expect(savedTitle()).toBe(TITLE);
    await first.page.keyboard.press('Control+S');
    await unsavedDot(first).waitFor({ state: 'detached' });
    expect(savedTitle()).toBe('My net');
    pressClose(first);
    await first.hasEnded();

    const second = await start({ data: first.data });
    await second.page.getByRole('button', { name: /^net/ }).first().click();
    await shows(second, 'My net');
  });

  it('of a template is saved where the person says', async () => {
    const app = await start();
    await app.page.getByRole('button', { name: TITLE }).first().click();
    await shows(app, TITLE);
    const target = join(folder, 'copy');
    await saveDialogAnswers(app, target);
    await app.page.keyboard.press('Control+S');
    await expect.poll(() => savedTitle(`${target}.netloom`)).toBe(TITLE);
  });

  it('that is broken says so and leaves the window well', async () => {
    writeFileSync(path, LENET.slice(0, 100));
    const app = await start({ files: [path] });
    const message = app.page.getByRole('main').getByText(/JSON|not a project|cut off|damaged/i);
    await message.first().waitFor();
    await app.page.getByRole('button', { name: 'New network' }).click();
    await shows(app, 'Untitled');
  });

  it('that is missing says so', async () => {
    const app = await start({ files: [join(folder, 'gone.netloom')] });
    await app.page.getByText('gone.netloom is not there any more.').first().waitFor();
  });

  it('open in another Netloom says so', async () => {
    const first = await start({ files: [path] });
    await shows(first, TITLE);
    const second = await start({ files: [path] });
    await second.page.getByText('net.netloom is already open in another Netloom').first().waitFor();
  });

  it('that cannot be saved says why and keeps the drawing', async () => {
    const app = await start({ files: [path] });
    await shows(app, TITLE);
    await rename(app, TITLE, 'My net');
    const elsewhere = join(folder, 'taken.netloom');
    mkdirSync(elsewhere);
    await saveDialogAnswers(app, elsewhere);
    await app.page.keyboard.press('Control+Shift+S');
    await app.page.getByText('taken.netloom is a folder').first().waitFor();
    await unsavedDot(app).waitFor();
    await shows(app, 'My net');
    await app.page.getByRole('button', { name: 'Hide' }).click();
    expect(await app.page.getByText('taken.netloom is a folder').count()).toBe(0);
  });

  it('changed by another program is overwritten only when told so', async () => {
    const app = await start({ files: [path] });
    await shows(app, TITLE);
    await rename(app, TITLE, 'My net');
    writeFileSync(path, LENET.replace(TITLE, 'Their net'));
    await app.page.keyboard.press('Control+S');
    await app.page.getByText('net.netloom was changed by another program').waitFor();
    expect(savedTitle()).toBe('Their net');
    await app.page.getByRole('button', { name: 'Save all the same' }).click();
    await unsavedDot(app).waitFor({ state: 'detached' });
    expect(savedTitle()).toBe('My net');
  });
});

describe('closing with something unsaved', () => {
  async function withChange(): Promise<RunningApp> {
    const app = await start({ files: [path] });
    await shows(app, TITLE);
    await rename(app, TITLE, 'My net');
    pressClose(app);
    await app.page.getByRole('dialog', { name: 'Save changes to My net?' }).waitFor();
    return app;
  }
  const press = (app: RunningApp, name: string) => app.page.getByRole('button', { name, exact: true }).click();

  it('asks, and Cancel stays', async () => {
    const app = await withChange();
    await press(app, 'Cancel');
    await shows(app, 'My net');
    await wait(500);
    expect(app.electron.windows()).toHaveLength(1);
    expect(savedTitle()).toBe(TITLE);
  });

  it('saves and closes', async () => {
    const app = await withChange();
    await press(app, 'Save and close');
    await app.hasEnded();
    expect(savedTitle()).toBe('My net');
  });

  it('closes without saving, and does not offer the drawing again', async () => {
    const app = await withChange();
    await press(app, "Don't save");
    await app.hasEnded();
    expect(savedTitle()).toBe(TITLE);
    const second = await start({ data: app.data });
    await second.page.getByRole('button', { name: 'New network' }).waitFor();
    await wait(500);
    expect(await second.page.getByText('Recovered:').count()).toBe(0);
  });
});

it('after SIGKILL at most the last 2 s are lost, and the file is as it was saved', async () => {
  const first = await start({ files: [path] });
  await shows(first, TITLE);
  await rename(first, TITLE, 'My net');
  await wait(2500);
  first.electron.process().kill('SIGKILL');
  await first.hasEnded();
  expect(readFileSync(path, 'utf8')).toBe(LENET);

  const second = await start({ data: first.data });
  await second.page.getByRole('heading', { name: 'Recovered: My net' }).waitFor();
  await second.page.getByRole('button', { name: 'Open recovered' }).click();
  await shows(second, 'My net');
  await unsavedDot(second).waitFor();
  expect(savedTitle()).toBe(TITLE);
  await second.page.keyboard.press('Control+S');
  await unsavedDot(second).waitFor({ state: 'detached' });
  expect(savedTitle()).toBe('My net');
});
