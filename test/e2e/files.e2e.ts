import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appCommand, launch, type RunningApp, testFolder } from './app';

const PROJECT = JSON.stringify({ format: 'netloom', version: 1, title: 'Net', graph: { nodes: [], edges: [] } });

let folder: string;
const running: RunningApp[] = [];
async function start(options: Parameters<typeof launch>[0] = {}): Promise<RunningApp> {
  const app = await launch(options);
  running.push(app);
  return app;
}
beforeEach(() => {
  folder = testFolder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()));
});

function project(name: string, text = PROJECT): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What the next dialogs of the system answer; they cannot be clicked from here. */
async function answerDialogs(app: RunningApp, answers: { open?: string; save?: string; button?: number }) {
  await app.electron.evaluate(({ dialog }, given) => {
    const filePaths = given.open === undefined ? [] : [given.open];
    dialog.showOpenDialog = async () => ({ canceled: given.open === undefined, filePaths });
    dialog.showSaveDialog = async () => ({ canceled: given.save === undefined, filePath: given.save ?? '' });
    dialog.showMessageBox = async () => ({ response: given.button ?? 0, checkboxChecked: false });
  }, answers);
}

describe('project files', () => {
  it('are saved where the person says and opened again as they were', async () => {
    const app = await start();
    await answerDialogs(app, { save: join(folder, 'lenet') });
    const path = join(folder, 'lenet.netloom');
    const saved = await app.page.evaluate(
      (text) => window.netloom.saveProject({ text, suggestedName: 'LeNet' }),
      PROJECT,
    );
    expect(saved).toMatchObject({ ok: true, value: { path } });
    expect(readFileSync(path, 'utf8')).toBe(PROJECT);
    await answerDialogs(app, { open: path });
    expect(await app.page.evaluate(() => window.netloom.openProject())).toEqual({
      ok: true,
      value: { path, text: PROJECT, readOnly: false },
    });
    expect(await app.page.evaluate(() => window.netloom.recentProjects())).toMatchObject([{ path, missing: false }]);
    expect(readdirSync(folder).sort()).toEqual(['.lenet.netloom.lock', 'lenet.netloom']);
  });

  it('are left alone when a dialog is cancelled', async () => {
    const app = await start();
    await answerDialogs(app, {});
    const results = await app.page.evaluate(async () => [
      await window.netloom.openProject(),
      await window.netloom.saveProject({ text: '{}', suggestedName: 'x' }),
      await window.netloom.chooseFile({ title: 'Open a table' }),
      await window.netloom.chooseExportFolder('lenet'),
    ]);
    expect(results).toEqual([null, null, null, null]);
  });

  it('say what is wrong with them', async () => {
    const app = await start();
    const open = async (path: string) => {
      await answerDialogs(app, { open: path });
      const opened = await app.page.evaluate(() => window.netloom.openProject());
      return opened && !opened.ok ? opened.problems[0]?.code : opened;
    };
    expect(await open(join(folder, 'gone.netloom'))).toBe('file/missing');
    expect(await open(folder)).toBe('file/folder');
    expect(await open('/dev/zero')).toBe('file/not-text');
    expect(await open(project('huge.netloom', 'x'.repeat(16 * 1024 * 1024 + 1)))).toBe('file/too-large');
    expect(await open('/proc/kmsg')).toMatch(/^file\//);
    await answerDialogs(app, { save: '/proc/lenet.netloom' });
    const saved = await app.page.evaluate(() => window.netloom.saveProject({ text: '{}', suggestedName: 'x' }));
    expect(saved).toMatchObject({ ok: false, problems: [{ code: expect.stringMatching(/^file\//) }] });
  });

  it('of the last session can be opened by a click, others cannot', async () => {
    const path = project('a.netloom');
    const first = await start();
    await answerDialogs(first, { open: path });
    await first.page.evaluate(() => window.netloom.openProject());
    await first.close();
    const second = await start({ data: first.data });
    expect(await second.page.evaluate((given) => window.netloom.openProject(given), path)).toMatchObject({ ok: true });
    const other = project('b.netloom');
    expect(await second.page.evaluate((given) => window.netloom.openProject(given), other)).toMatchObject({
      problems: [{ code: 'file/not-chosen' }],
    });
  });
});

describe('a second start', () => {
  it('hands its file to the running app and ends', async () => {
    const app = await start();
    await app.page.evaluate(async () => {
      await window.netloom.takeStartFile();
      window.netloom.onOpenFile((path) => {
        document.title = path;
      });
    });
    const path = project('second.netloom');
    const { executablePath, args } = appCommand({ data: app.data, files: [path] });
    const second = spawn(executablePath, args, { stdio: 'ignore' });
    const code = await new Promise((ended) => second.once('exit', ended));
    expect(code).toBe(0);
    await app.page.waitForFunction((expected) => document.title.includes(expected), 'second');
    expect(await app.page.evaluate((given) => window.netloom.openProject(given), path)).toMatchObject({ ok: true });
    expect(app.electron.windows()).toHaveLength(1);
  });

  it('with its own settings is told that the project is open already, and may read it', async () => {
    const path = project('shared.netloom');
    const [first, second] = [await start(), await start()];
    for (const app of [first, second]) await answerDialogs(app, { open: path });
    expect(await first.page.evaluate(() => window.netloom.openProject())).toMatchObject({ ok: true });
    const refused = await second.page.evaluate(() => window.netloom.openProject());
    expect(refused).toMatchObject({ ok: false, problems: [{ code: 'file/already-open' }] });
    const reading = await second.page.evaluate(() => window.netloom.openProject(undefined, { readOnly: true }));
    expect(reading).toMatchObject({ ok: true, value: { text: PROJECT, readOnly: true } });
    const saved = await second.page.evaluate(
      (given) => window.netloom.saveProject({ path: given, text: '{}', suggestedName: 'x' }),
      path,
    );
    expect(saved).toMatchObject({ problems: [{ code: 'file/already-open' }] });
    expect(readFileSync(path, 'utf8')).toBe(PROJECT);
    await first.close();
    expect(existsSync(join(folder, '.shared.netloom.lock'))).toBe(false);
    expect(await second.page.evaluate(() => window.netloom.openProject())).toMatchObject({
      value: { readOnly: false },
    });
  });
});

describe('after a crash', () => {
  it('the journal holds the drawing, and the file is as it was saved', async () => {
    const path = project('a.netloom');
    const first = await start({ files: [path] });
    const draft = { id: 'crash-test', path, title: 'Net', text: '{"unsaved":true}' };
    expect(await first.page.evaluate((entry) => window.netloom.journalWrite(entry), draft)).toMatchObject({ ok: true });
    first.electron.process().kill('SIGKILL');
    await first.hasEnded();
    expect(readFileSync(path, 'utf8')).toBe(PROJECT);

    const second = await start({ data: first.data });
    const entries = await second.page.evaluate(() => window.netloom.journalList());
    const entry = entries.find(({ id }) => id === 'crash-test');
    expect(entry).toMatchObject(draft);
    expect(entry?.fileChangedAt).toBeLessThan(entry?.writtenAt ?? 0);
    // The lock that the dead app left does not keep its owner out.
    expect(await second.page.evaluate((given) => window.netloom.openProject(given), path)).toMatchObject({ ok: true });
    await second.page.evaluate(() => window.netloom.journalDiscard('crash-test'));
    const left = await second.page.evaluate(() => window.netloom.journalList());
    expect(left.some(({ id }) => id === 'crash-test')).toBe(false);
  });

  it('of the page alone, the window comes back and the app goes on', async () => {
    const app = await start();
    const state = () =>
      app.electron.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return { process: contents?.getOSProcessId(), crashed: contents?.isCrashed(), loading: contents?.isLoading() };
      });
    const before = await state();
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    await expect.poll(async () => (await state()).process, { timeout: 10_000 }).not.toBe(before.process);
    await expect.poll(state, { timeout: 10_000 }).toMatchObject({ crashed: false, loading: false });
  });
});

describe('closing', () => {
  /** Closes as a click on the window's button does, and tells whether the app has ended. */
  async function closes(app: RunningApp): Promise<boolean> {
    const gone = new Promise((done) => app.electron.process().once('exit', done));
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => {});
    return Promise.race([gone.then(() => true), wait(8000, false)]);
  }

  it('asks the page, stays when it says so, and goes when it says so', async () => {
    const app = await start();
    await app.page.evaluate(() => {
      const answers = [false, true];
      window.netloom.onCloseRequested(async () => {
        await new Promise((done) => setTimeout(done, 100));
        return answers.shift() ?? true;
      });
    });
    expect(await closes(app)).toBe(false);
    expect(await closes(app)).toBe(true);
  });

  it('is up to the person when the page breaks while deciding', async () => {
    const app = await start();
    await answerDialogs(app, { button: 1 });
    await app.page.evaluate(() => {
      window.netloom.onCloseRequested(() => Promise.reject(new Error('broken')));
    });
    expect(await closes(app)).toBe(true);
  });

  it('is possible though the page hangs', async () => {
    const app = await start();
    await answerDialogs(app, { button: 1 });
    await app.page.evaluate(() => {
      window.netloom.onCloseRequested(() => false);
      window.setTimeout(() => {
        const end = Date.now() + 30_000;
        while (Date.now() < end);
      }, 50);
    });
    await wait(200);
    expect(await closes(app)).toBe(true);
  });

  it('keeps the place of the window and the settings', async () => {
    const first = await start();
    await first.page.evaluate(() => window.netloom.changeSettings({ theme: 'dark', panes: { dock: 300 } }));
    await first.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 1000, height: 700 }),
    );
    await wait(300);
    await first.close();
    const second = await start({ data: first.data });
    expect(
      await second.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
    ).toEqual({ x: 40, y: 50, width: 1000, height: 700 });
    expect(await second.page.evaluate(() => window.netloom.settings())).toMatchObject({
      theme: 'dark',
      panes: { dock: 300 },
    });
    expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  });
});

it('the native menu sends commands, greys and ticks items, and lists recent files', async () => {
  const app = await start();
  const path = project('R&D.netloom');
  await answerDialogs(app, { open: path });
  const heard = await app.page.evaluateHandle(() => {
    const commands: string[] = [];
    window.netloom.onCommand((command) => commands.push(command));
    return commands;
  });
  await app.page.evaluate(async () => {
    await window.netloom.openProject();
    await window.netloom.setMenuState({ disabled: ['run.stop'], checked: ['view.graph'] });
  });
  const items = await app.electron.evaluate(({ Menu }) => {
    const menu = Menu.getApplicationMenu();
    menu?.getMenuItemById('file.save')?.click();
    return {
      stop: menu?.getMenuItemById('run.stop')?.enabled,
      graph: menu?.getMenuItemById('view.graph')?.checked,
      recent: menu?.getMenuItemById('recent')?.submenu?.items[0]?.label,
    };
  });
  expect(items).toEqual({ stop: false, graph: true, recent: 'R&&D.netloom' });
  await expect.poll(() => heard.jsonValue()).toContain('file.save');
});

it('a file made up by the page has no path', async () => {
  const app = await start();
  expect(await app.page.evaluate(() => window.netloom.droppedFile(new File(['x'], '/etc/passwd')))).toBeNull();
});
