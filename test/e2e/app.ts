import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright';

/** Milliseconds for the app to end in order. */
const PATIENCE = 30_000;

/** The app as a person runs it, sandboxed, with a data folder of its own. */
export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** `--user-data-dir`; give it to another launch to go on where this one ended. */
  readonly data: string;
  /** Waits for the process to end; fails with its last words when it does not. */
  hasEnded(): Promise<void>;
  /** Ends it at once, whatever is unsaved; does nothing the second time. */
  close(): Promise<void>;
}

export interface LaunchOptions {
  readonly data?: string;
  /** Further arguments: files to open. */
  readonly files?: readonly string[];
  /** Where the app is started. */
  readonly cwd?: string;
}

/** Process id of the engine; 0 while there is none. */
export const enginePid = ({ electron }: RunningApp): Promise<number> =>
  electron.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Netloom engine')?.pid ?? 0);

/** A folder of the test's own. */
export const testFolder = (): string => mkdtempSync(join(tmpdir(), 'netloom-e2e-'));

function electronFromEnvironment(): { executablePath: string; first: string[] } {
  const executablePath = process.env.NETLOOM_ELECTRON;
  if (!executablePath) throw new Error('NETLOOM_ELECTRON is not set: run these tests with `npm run e2e`');
  return { executablePath, first: JSON.parse(process.env.NETLOOM_ELECTRON_ARGUMENTS ?? '[]') };
}

/** Executable and arguments, for tests that start the app without Playwright. */
export function appCommand({ data, files = [] }: { data: string; files?: readonly string[] }) {
  const { executablePath, first } = electronFromEnvironment();
  return { executablePath, args: [...first, `--user-data-dir=${data}`, ...files] };
}

/** Starts the app and waits for its window. */
export async function launch(options: LaunchOptions = {}): Promise<RunningApp> {
  const data = options.data ?? testFolder();
  const { executablePath, args } = appCommand({ data, files: options.files });
  const electron = await _electron.launch({
    executablePath,
    args,
    chromiumSandbox: true,
    // Playwright would show every page in light; the app's own theme is what people see.
    colorScheme: null,
    ...(options.cwd && { cwd: options.cwd }),
  });
  const page = await electron.firstWindow();
  await page.waitForLoadState('load');
  let open = true;
  const ended = new Promise<void>((done) => {
    electron.process().once('exit', () => {
      open = false;
      done();
    });
  });
  let lastWords = '';
  electron.process().stderr?.on('data', (text) => {
    lastWords = (lastWords + text).slice(-2000);
  });
  async function hasEnded(): Promise<void> {
    if (await Promise.race([ended.then(() => true), wait(PATIENCE, false)])) return;
    electron.process().kill('SIGKILL');
    throw new Error(`The app did not end within ${PATIENCE} ms. Its last words:\n${lastWords}`);
  }
  return {
    electron,
    page,
    data,
    hasEnded,
    async close() {
      if (!open) return;
      // The guard would ask; a test has nothing to lose.
      // Not awaited: the app may end before it can answer.
      electron
        .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.destroy()))
        .catch(() => {});
      await hasEnded();
    },
  };
}
