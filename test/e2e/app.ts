import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';

/** The app as a person runs it, sandboxed, with a data folder of its own. */
export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** `--user-data-dir`; give it to another launch to go on where this one ended. */
  readonly data: string;
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
    ...(options.cwd && { cwd: options.cwd }),
  });
  const page = await electron.firstWindow();
  await page.waitForLoadState('load');
  let open = true;
  electron.process().once('exit', () => {
    open = false;
  });
  return {
    electron,
    page,
    data,
    async close() {
      if (!open) return;
      const ended = new Promise((done) => electron.process().once('exit', done));
      // The guard would ask; a test has nothing to lose.
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.destroy()));
      await ended;
    },
  };
}
