import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type RunningApp } from './app';

let app: RunningApp;
beforeAll(async () => {
  app = await launch();
});
afterAll(() => app.close());

describe('the door', () => {
  it('refuses malformed arguments with a word about the call only', async () => {
    const errors = await app.page.evaluate(async () => {
      const bridge = window.netloom as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const attempts: [string, unknown[]][] = [
        ['openProject', [5]],
        ['openProject', ['/etc/passwd\0.netloom']],
        ['saveProject', [{ text: {}, suggestedName: 'x' }]],
        ['saveProject', []],
        ['journalDiscard', ['../settings']],
        ['changeSettings', [{ theme: 'pink' }]],
        ['openLink', ['file:///etc/passwd']],
        ['windowAction', ['explode']],
        ['setProgress', ['half']],
      ];
      const results: string[] = [];
      for (const [name, args] of attempts) {
        results.push(await (bridge[name]?.(...args) ?? Promise.resolve()).then(() => 'accepted', String));
      }
      return results;
    });
    for (const error of errors) expect(error).toMatch(/refused: \w+ was called with wrong arguments$/);
  });

  it('reads and writes no file that the person did not choose', async () => {
    const results = await app.page.evaluate(async () => [
      await window.netloom.openProject('/etc/passwd'),
      await window.netloom.saveProject({ path: '/tmp/not-chosen.netloom', text: '{}', suggestedName: 'x' }),
    ]);
    for (const result of results) expect(result).toMatchObject({ ok: false, problems: [{ code: 'file/not-chosen' }] });
  });

  it('refuses every frame but the main frame of our window on our own origin', async () => {
    const answers = await app.electron.evaluate(async ({ BrowserWindow, app: main }) => {
      const preload = `${main.getAppPath()}/out/preload/preload.cjs`;
      const results: string[] = [];
      for (const url of ['data:text/html,<p>foreign</p>', 'app://netloom/index.html']) {
        const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
        // A preload of ours in a window that is not ours: the nearest that anyone can come to the door.
        await other.loadURL(url);
        results.push(
          await other.webContents.executeJavaScript(
            'window.netloom.settings().then(() => "let in", (error) => String(error))',
          ),
        );
        other.destroy();
      }
      return results;
    });
    expect(answers).toHaveLength(2);
    for (const result of answers) expect(result).toMatch(/refused: not the window/);
  });
});
