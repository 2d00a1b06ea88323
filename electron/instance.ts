import { resolve } from 'node:path';
import type { App } from 'electron';

/** Tests and portable installations keep settings, journal and runs in a folder of their own. */
export function useGivenDataFolder(app: App): void {
  const folder = app.commandLine.getSwitchValue('user-data-dir');
  if (folder !== '') app.setPath('userData', resolve(folder));
}

/**
 * One app a person: a second start hands its file to the running app and ends.
 * @returns whether this is the first
 */
export function becomeOnlyInstance(app: App, file: string | undefined, onSecond: (file?: string) => void): boolean {
  if (!app.requestSingleInstanceLock({ file })) return false;
  app.on('second-instance', (_event, _words, _folder, handed) => {
    const given = typeof handed === 'object' && handed !== null && 'file' in handed ? handed.file : undefined;
    onSecond(typeof given === 'string' ? given : undefined);
  });
  return true;
}
