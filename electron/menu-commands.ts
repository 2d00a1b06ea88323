import type { MenuCommand } from './bridge';

/** What stands in the menu for each command; keys in Electron's notation. */
export interface MenuEntry {
  readonly title: string;
  readonly key?: string;
  /** Drawn with a tick or a dot when the page says so. */
  readonly type?: 'radio';
}

export const MENU_ENTRIES: Readonly<Record<MenuCommand, MenuEntry>> = {
  'file.new': { title: 'New', key: 'CommandOrControl+N' },
  'file.open': { title: 'Open…', key: 'CommandOrControl+O' },
  'file.save': { title: 'Save', key: 'CommandOrControl+S' },
  'file.saveAs': { title: 'Save as…', key: 'CommandOrControl+Shift+S' },
  'file.export': { title: 'Export…', key: 'CommandOrControl+E' },
  'edit.undo': { title: 'Undo', key: 'CommandOrControl+Z' },
  'edit.redo': { title: 'Redo', key: 'CommandOrControl+Shift+Z' },
  'edit.duplicate': { title: 'Duplicate', key: 'CommandOrControl+D' },
  'edit.delete': { title: 'Delete' },
  'edit.selectAll': { title: 'Select all', key: 'CommandOrControl+A' },
  'edit.find': { title: 'Find…', key: 'CommandOrControl+F' },
  'view.data': { title: 'Data', key: 'CommandOrControl+1', type: 'radio' },
  'view.graph': { title: 'Graph', key: 'CommandOrControl+2', type: 'radio' },
  'view.inspect': { title: 'Inspect', key: 'CommandOrControl+3', type: 'radio' },
  'view.runs': { title: 'Runs', key: 'CommandOrControl+4', type: 'radio' },
  'view.palette': { title: 'Commands…', key: 'CommandOrControl+K' },
  'view.fit': { title: 'Fit the drawing' },
  'view.themeSystem': { title: 'As the system', type: 'radio' },
  'view.themeLight': { title: 'Light', type: 'radio' },
  'view.themeDark': { title: 'Dark', type: 'radio' },
  'run.train': { title: 'Train', key: 'CommandOrControl+Enter' },
  'run.pause': { title: 'Pause or go on', key: 'CommandOrControl+Shift+Enter' },
  'run.stop': { title: 'Stop', key: 'CommandOrControl+Alt+Enter' },
  'app.settings': { title: 'Settings…', key: 'CommandOrControl+,' },
  'help.keys': { title: 'Keys' },
  'help.about': { title: 'About Netloom' },
  'help.doctor': { title: 'What runs where' },
};

export const MENU_COMMANDS = Object.keys(MENU_ENTRIES) as [MenuCommand, ...MenuCommand[]];
