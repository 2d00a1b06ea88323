import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand, MenuState } from './bridge';
import { MENU_ENTRIES } from './menu-commands';

/** What the menu shows and whom it tells. */
export interface MenuContent {
  readonly platform: NodeJS.Platform;
  readonly recent: readonly string[];
  readonly state: MenuState;
  send(command: MenuCommand): void;
  openRecent(path: string): void;
  clearRecent(): void;
}

type Item = MenuItemConstructorOptions;
const SEPARATOR: Item = { type: 'separator' };

/** The native menu as data. Items of commands carry the command as their id. */
export function menuTemplate(content: MenuContent): Item[] {
  const { platform, state } = content;
  const mac = platform === 'darwin';

  function command(id: MenuCommand): Item {
    const { title, key, type } = MENU_ENTRIES[id];
    return {
      id,
      label: title,
      enabled: !state.disabled.includes(id),
      click: () => content.send(id),
      ...(key && { accelerator: key }),
      ...(type && { type, checked: state.checked.includes(id) }),
    };
  }
  const group = (...ids: MenuCommand[]): Item[] => ids.map(command);

  const recent: Item = {
    id: 'recent',
    label: 'Open recent',
    submenu: [
      ...content.recent.map((path): Item => ({ label: label(path), click: () => content.openRecent(path) })),
      ...(content.recent.length > 0 ? [SEPARATOR] : []),
      { label: 'Clear the list', enabled: content.recent.length > 0, click: () => content.clearRecent() },
    ],
  };

  const file: Item = {
    label: 'File',
    submenu: [
      ...group('file.new', 'file.open'),
      recent,
      SEPARATOR,
      ...group('file.save', 'file.saveAs'),
      SEPARATOR,
      command('file.export'),
      ...(mac ? [] : [SEPARATOR, command('app.settings'), SEPARATOR, { role: 'quit', label: 'Quit' } as const]),
    ],
  };
  const edit: Item = {
    label: 'Edit',
    submenu: [
      ...group('edit.undo', 'edit.redo'),
      SEPARATOR,
      // Roles: they work in text fields, and give the page its cut, copy and paste events elsewhere.
      { role: 'cut', label: 'Cut' },
      { role: 'copy', label: 'Copy' },
      { role: 'paste', label: 'Paste' },
      ...group('edit.duplicate', 'edit.delete', 'edit.selectAll'),
      SEPARATOR,
      command('edit.find'),
    ],
  };
  const view: Item = {
    label: 'View',
    submenu: [
      ...group('view.data', 'view.graph', 'view.inspect', 'view.runs'),
      SEPARATOR,
      ...group('view.palette', 'view.fit'),
      SEPARATOR,
      { label: 'Theme', submenu: group('view.themeSystem', 'view.themeLight', 'view.themeDark') },
      // These change the size of everything in the window; the canvas has its own zoom.
      { role: 'zoomIn', label: 'Larger', accelerator: 'CommandOrControl+=' },
      { role: 'zoomOut', label: 'Smaller', accelerator: 'CommandOrControl+-' },
      { role: 'resetZoom', label: 'Usual size', accelerator: 'CommandOrControl+0' },
      SEPARATOR,
      { role: 'togglefullscreen', label: 'Full screen' },
    ],
  };
  const run: Item = { label: 'Run', submenu: group('run.train', 'run.pause', 'run.stop') };
  const help: Item = {
    role: 'help',
    label: 'Help',
    submenu: [...group('help.keys', 'help.doctor'), ...(mac ? [] : group('help.about'))],
  };
  return [
    ...(mac ? [appMenu(command)] : []),
    file,
    edit,
    view,
    run,
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    help,
  ];
}

/** macOS has the app's own menu first. */
function appMenu(command: (id: MenuCommand) => Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      command('help.about'),
      SEPARATOR,
      command('app.settings'),
      SEPARATOR,
      { role: 'services' },
      SEPARATOR,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      SEPARATOR,
      { role: 'quit' },
    ],
  };
}

/** `&` would become a mnemonic. */
const label = (path: string): string => basename(path).replaceAll('&', '&&');
