/**
 * Whether Electron's sandbox can work for this user on Linux: through user namespaces, or through its helper when that
 * belongs to root with the set-user-id bit. Without either Electron stops at once, with words that help nobody.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './command.mjs';
import { electronFolder } from './electron-path.mjs';

/** Whether a file belongs to root with the set-user-id bit. */
export function isRootHelper({ uid, mode }) {
  return uid === 0 && (mode & 0o4000) !== 0;
}

/** Null when the sandbox works, else what is wrong and the lines that cure it. */
export async function sandboxProblem() {
  if (process.platform !== 'linux') return null;
  if (process.getuid() === 0) {
    return {
      message: 'As root the window cannot run: Electron keeps its sandbox on, and the sandbox refuses root.',
      cure: 'Run `npm start` as an ordinary user, in a checkout that belongs to that user.',
    };
  }
  const helper = join(electronFolder, 'chrome-sandbox');
  const state = statSync(helper, { throwIfNoEntry: false });
  if (state && isRootHelper(state)) return null;
  if ((await capture('unshare', ['--user', '--map-root-user', 'true'])).code === 0) return null;
  return {
    message: "This system allows no user namespaces, so Electron's sandbox needs its helper to belong to root.",
    cure: `Run once: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  };
}
