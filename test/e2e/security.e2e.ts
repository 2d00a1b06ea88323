import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type RunningApp } from './app';

let app: RunningApp;
/** Stands for the rest of the internet, and counts who gets through to it. */
let elsewhere: Server;
let address: string;
const visits: string[] = [];

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*').end('<script>document.title = "elsewhere"</script>');
  });
  await new Promise<void>((ready) => elsewhere.listen(0, '127.0.0.1', ready));
  address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  app = await launch();
});
afterAll(async () => {
  await app.close();
  elsewhere.close();
});

const status = (url: string) =>
  app.page.evaluate(async (target) => {
    try {
      return (await fetch(target)).status;
    } catch {
      return 'refused';
    }
  }, url);

describe('the page is a web page and nothing more', () => {
  it('runs in the sandbox', async () => {
    const processes = await app.electron.evaluate(({ app: main }) =>
      main.getAppMetrics().map(({ type, pid, sandboxed }) => ({ type, pid, sandboxed })),
    );
    const tab = processes.find(({ type }) => type === 'Tab');
    expect(tab).toBeDefined();
    // The kernel's own word for it: system calls are filtered.
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(`/proc/${tab?.pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  });

  it('has neither Node nor Electron', async () => {
    const found = await app.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer'].filter(
        (name) => name in globalThis,
      ),
    );
    expect(found).toEqual([]);
  });

  it('cannot reach the preload script or change the bridge', async () => {
    const result = await app.page.evaluate(() => {
      const bridge = window.netloom as unknown as Record<string, unknown>;
      const before = bridge.openProject;
      try {
        bridge.openProject = () => 'taken over';
      } catch {
        // Frozen.
      }
      const compile = (before as { constructor: (code: string) => () => unknown }).constructor;
      let reached: unknown = 'refused';
      try {
        reached = typeof compile('return process')();
      } catch {
        // No eval under our policy.
      }
      return { same: window.netloom.openProject === before, reached, keys: Object.keys(bridge).length };
    });
    expect(result).toMatchObject({ same: true, reached: 'refused' });
    expect(result.keys).toBeGreaterThan(20);
  });

  it('is set up so in every window setting', async () => {
    const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(preferences.nodeIntegrationInWorker ?? false).toBe(false);
  });
});

describe('app://', () => {
  it('serves the page under the strict policy', async () => {
    expect(app.page.url()).toMatch(/^app:\/\/netloom\/index\.html/);
    const policy = await app.page.evaluate(async () =>
      (await fetch('app://netloom/index.html')).headers.get('content-security-policy'),
    );
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it.each([
    'app://netloom/../main/main.cjs',
    'app://netloom/%2e%2e/main/main.cjs',
    'app://netloom/..%2f..%2fpackage.json',
    'app://netloom/%2e%2e%2f%2e%2e%2fpackage.json',
    'app://netloom/..%5c..%5cpackage.json',
    'app://netloom/%252e%252e/package.json',
    'app://netloom//etc/passwd',
    'app://netloom/%2fetc%2fpasswd',
    'app://netloom/index.html%00.js',
    'app://netloom/assets/../../../package.json',
  ])('refuses %s', async (url) => {
    expect([404, 'refused']).toContain(await status(url));
  });

  it('refuses other hosts, schemes and files', async () => {
    expect(await status('app://elsewhere/index.html')).toBe('refused');
    expect(await status('file:///etc/passwd')).toBe('refused');
    expect(await status(address)).toBe('refused');
    expect(visits).toEqual([]);
  });
});

describe('the content security policy', () => {
  it('runs no inline script, no handler attribute, no eval, no foreign script', async () => {
    const ran = await app.page.evaluate(async (foreign) => {
      const marks: string[] = [];
      Object.assign(window, { mark: (name: string) => marks.push(name) });
      const script = document.createElement('script');
      script.textContent = 'mark("inline")';
      document.body.append(script);
      const remote = document.createElement('script');
      remote.src = `${foreign}/script.js`;
      document.body.append(remote);
      const data = document.createElement('script');
      data.src = 'data:text/javascript,mark("data")';
      document.body.append(data);
      const box = document.createElement('div');
      box.innerHTML = '<img src="app://netloom/none.png" onerror="mark(\'attribute\')">';
      document.body.append(box);
      // Playwright may use eval itself while its own call lasts.
      await new Promise((done) => setTimeout(done, 500));
      for (const run of [
        () => new Function('mark("function")')(),
        () => Reflect.get(globalThis, 'eval')('mark("eval")'),
      ]) {
        try {
          run();
        } catch {
          // Refused, as it should be.
        }
      }
      for (const element of [script, remote, data, box]) element.remove();
      return marks;
    }, address);
    expect(ran).toEqual([]);
    expect(visits).toEqual([]);
  });

  it('lets nothing out: no requests, pictures, styles, frames or forms to elsewhere', async () => {
    await app.page.evaluate(async (foreign) => {
      const elements = [
        Object.assign(new Image(), { src: `${foreign}/picture` }),
        Object.assign(document.createElement('iframe'), { src: `${foreign}/frame` }),
        Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${foreign}/style` }),
        Object.assign(document.createElement('object'), { data: `${foreign}/object` }),
      ];
      document.body.append(...elements);
      const form = Object.assign(document.createElement('form'), { action: `${foreign}/form`, method: 'post' });
      document.body.append(form);
      form.submit();
      await fetch(`${foreign}/fetch`).catch(() => {});
      navigator.sendBeacon(`${foreign}/beacon`);
      try {
        new WebSocket(foreign.replace('http', 'ws'));
      } catch {
        // Refused at once.
      }
      await new Promise((done) => setTimeout(done, 500));
      for (const element of [...elements, form]) element.remove();
    }, address);
    expect(visits).toEqual([]);
  });
});

describe('the window stays where it is', () => {
  it('goes to no other address', async () => {
    for (const target of [address, 'file:///etc/passwd', 'data:text/html,<p>away</p>']) {
      await app.page.evaluate((url) => {
        window.location.href = url;
      }, target);
      await new Promise((done) => setTimeout(done, 200));
      expect(app.page.url()).toMatch(/^app:\/\/netloom\//);
    }
    expect(visits).toEqual([]);
  });

  it('opens no other window', async () => {
    const opened = await app.page.evaluate((url) => {
      const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' });
      document.body.append(link);
      link.click();
      link.remove();
      return [window.open(url), window.open('app://netloom/index.html'), window.open('about:blank')];
    }, address);
    expect(opened).toEqual([null, null, null]);
    expect(app.electron.windows()).toHaveLength(1);
    expect(visits).toEqual([]);
  });

  it('holds no webview', async () => {
    const count = await app.page.evaluate(async (url) => {
      const view = document.createElement('webview');
      view.setAttribute('src', url);
      document.body.append(view);
      await new Promise((done) => setTimeout(done, 500));
      view.remove();
      return 'getWebContentsId' in view;
    }, address);
    expect(count).toBe(false);
    const contents = await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length);
    expect(contents).toBe(1);
    expect(visits).toEqual([]);
  });

  it('downloads nothing', async () => {
    const downloads = await app.electron.evaluate(({ session }) => {
      const seen: string[] = [];
      Object.assign(globalThis, { seenDownloads: seen });
      session.defaultSession.on('will-download', (event, item) => {
        seen.push(`${event.defaultPrevented ? 'prevented' : 'let through'} ${item.getURL().slice(0, 5)}`);
      });
      return seen.length;
    });
    expect(downloads).toBe(0);
    await app.page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: 'data:text/plain,x', download: 'x.txt' });
      document.body.append(link);
      link.click();
      link.remove();
    });
    await new Promise((done) => setTimeout(done, 300));
    const seen = await app.electron.evaluate(
      () => (globalThis as unknown as { seenDownloads: string[] }).seenDownloads,
    );
    expect(seen.filter((line) => !line.startsWith('prevented'))).toEqual([]);
  });
});

it('is granted no permission', async () => {
  const answers = await app.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'] as const;
    const states = await Promise.all(
      names.map(async (name) => {
        try {
          return (await navigator.permissions.query({ name: name as PermissionName })).state;
        } catch {
          return 'denied';
        }
      }),
    );
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'granted',
      () => 'denied',
    );
    const place = await new Promise((done) =>
      navigator.geolocation.getCurrentPosition(
        () => done('granted'),
        () => done('denied'),
      ),
    );
    return [...states, camera, place, await Notification.requestPermission()];
  });
  expect(answers).toEqual(answers.map(() => 'denied'));
});
