import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { newFolderIn } from '../../electron/new-folder';
import { openRecent } from '../../electron/recent';
import { openSettings, settingsChange } from '../../electron/settings';
import { listTemplates } from '../../electron/templates';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-stores-'));
});
const inFolder = (name: string) => join(folder, name);

describe('settings', () => {
  it('start with what suits most people', () => {
    expect(openSettings(inFolder('s.json')).get()).toEqual({
      theme: 'system',
      notifications: true,
      singleKeys: true,
      panes: {},
      choices: {},
    });
  });

  it('last, and merge panes and choices by key', async () => {
    const settings = openSettings(inFolder('s.json'));
    settings.change({ theme: 'dark', panes: { dock: 264, palette: 216 } });
    settings.change({ panes: { dock: 300 }, choices: { 'dock.tab': 'filters' } });
    settings.rememberWindow({ x: 10, y: 20, width: 1200, height: 800, maximised: false });
    await settings.flush();
    const again = openSettings(inFolder('s.json'));
    expect(again.get()).toMatchObject({
      theme: 'dark',
      panes: { dock: 300, palette: 216 },
      choices: { 'dock.tab': 'filters' },
    });
    expect(again.windowPlace()).toEqual({ x: 10, y: 20, width: 1200, height: 800, maximised: false });
    expect(again.get()).not.toHaveProperty('window');
  });

  it('start afresh from a damaged file, and keep what is sound of a foreign one', () => {
    writeFileSync(inFolder('s.json'), '{"theme":');
    expect(openSettings(inFolder('s.json')).get().theme).toBe('system');
    writeFileSync(inFolder('s.json'), '{"theme":"pink","singleKeys":false,"panes":{"dock":"wide"},"window":{"x":1}}');
    const settings = openSettings(inFolder('s.json'));
    expect(settings.get()).toMatchObject({ theme: 'system', singleKeys: false, panes: {} });
    expect(settings.windowPlace()).toBeUndefined();
  });

  it('forget the oldest of more than 200 choices', () => {
    const settings = openSettings(inFolder('s.json'));
    for (let count = 0; count < 210; count++) settings.change({ choices: { [`tab${count}`]: count } });
    const { choices } = settings.get();
    expect(Object.keys(choices)).toHaveLength(200);
    expect(choices).toHaveProperty('tab209');
    expect(choices).not.toHaveProperty('tab0');
  });

  it('refuse what they do not know', () => {
    expect(settingsChange.safeParse({ theme: 'dark' }).success).toBe(true);
    expect(settingsChange.safeParse({ window: {} }).success).toBe(false);
    expect(settingsChange.safeParse({ theme: 'pink' }).success).toBe(false);
    expect(settingsChange.safeParse({ panes: { dock: Number.NaN } }).success).toBe(false);
  });

  it('survive a folder that cannot be written', async () => {
    writeFileSync(inFolder('taken'), '');
    const settings = openSettings(join(folder, 'taken', 's.json'));
    settings.change({ theme: 'light' });
    await settings.flush();
    expect(settings.get().theme).toBe('light');
  });
});

describe('recent projects', () => {
  const known: string[] = [];
  const system = { add: (path: string) => known.push(path), clear: () => known.splice(0) };

  it('are listed newest first, once each, at most twelve, and last', async () => {
    let time = 0;
    const recent = openRecent(inFolder('r.json'), system, () => ++time);
    for (let count = 1; count <= 14; count++) recent.add(inFolder(`${count}.netloom`));
    recent.add(inFolder('10.netloom'));
    await recent.flush();
    const list = await openRecent(inFolder('r.json'), system).list();
    expect(list).toHaveLength(12);
    expect(list[0]).toEqual({ path: inFolder('10.netloom'), name: '10', openedAt: 15, missing: true });
    expect(list[1]?.name).toBe('14');
    expect(list.filter(({ name }) => name === '10')).toHaveLength(1);
  });

  it('say which are missing, and forget on demand', async () => {
    writeFileSync(inFolder('here.netloom'), '{}');
    const recent = openRecent(inFolder('r.json'), system);
    let changes = 0;
    recent.onChange(() => {
      changes++;
    });
    recent.add(inFolder('here.netloom'));
    recent.add(inFolder('gone.netloom'));
    expect((await recent.list()).map(({ missing }) => missing)).toEqual([true, false]);
    recent.remove(inFolder('gone.netloom'));
    expect(recent.paths()).toEqual([inFolder('here.netloom')]);
    expect(known.slice(-2)).toEqual([inFolder('here.netloom'), inFolder('gone.netloom')]);
    recent.clear();
    expect(recent.paths()).toEqual([]);
    expect(changes).toBe(4);
    expect(known).toEqual([]);
  });
});

it('an export goes into a folder that is not there yet', async () => {
  expect(await newFolderIn(folder, 'lenet')).toBe(inFolder('lenet'));
  for (const name of ['lenet', 'lenet 2']) writeFileSync(inFolder(name), '');
  expect(await newFolderIn(folder, 'lenet')).toBe(inFolder('lenet 3'));
});

describe('templates', () => {
  it('come from the simplest to the largest', async () => {
    for (const id of ['vgg16', 'lenet', 'alexnet', 'fish', 'mnist-mlp'])
      writeFileSync(inFolder(`${id}.json`), `{"title":"${id}"}`);
    writeFileSync(inFolder('README.md'), '');
    const templates = await listTemplates(folder);
    expect(templates.map(({ id }) => id)).toEqual(['fish', 'mnist-mlp', 'lenet', 'alexnet', 'vgg16']);
    expect(templates[0]?.text).toBe('{"title":"fish"}');
  });

  it('are none where the folder is missing', async () => {
    expect(await listTemplates(inFolder('none'))).toEqual([]);
    expect(existsSync(inFolder('none'))).toBe(false);
  });
});
