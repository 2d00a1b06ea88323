/** Which Electron this checkout uses and how it is started; written by the set-up, read by start, tests and packaging. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './files.mjs';
import { root, stateFolder } from './paths.mjs';

/** The folder with Electron's files: a link to the official one, or the fallback. */
export const electronFolder = join(stateFolder, 'electron');

/** { version, source: 'official' | 'fallback', executable: relative to electronFolder, note } */
export const electronStatusFile = join(stateFolder, 'electron.json');

/**
 * How to start the app: the executable and its first arguments, or null when there is no Electron.
 * The official one has a default app that takes the checkout as argument; the fallback finds it at resources/app.
 */
export function electronCommand() {
  const status = readJson(electronStatusFile);
  if (!status?.executable) return null;
  const executablePath = join(electronFolder, status.executable);
  if (!existsSync(executablePath)) return null;
  return { executablePath, args: status.source === 'official' ? [root] : [], version: status.version };
}
