import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { MenuCommand, MenuState } from '../../electron/bridge';
import { menuTemplate } from '../../electron/menu';
import { MENU_COMMANDS } from '../../electron/menu-commands';

type Item = MenuItemConstructorOptions;
const flat = (items: Item[]): Item[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);

function menu(platform: NodeJS.Platform, state: MenuState = { disabled: [], checked: [] }, recent: string[] = []) {
  const sent: MenuCommand[] = [];
  const opened: string[] = [];
  let cleared = 0;
  const template = menuTemplate({
    platform,
    recent,
    state,
    send: (command) => sent.push(command),
    openRecent: (path) => opened.push(path),
    clearRecent: () => {
      cleared++;
    },
  });
  const items = flat(template);
  const click = (item: Item | undefined) => (item?.click as (() => void) | undefined)?.();
  return {
    template,
    items,
    sent,
    opened,
    cleared: () => cleared,
    click,
    byId: (id: string) => items.find((item) => item.id === id),
  };
}

describe.each<NodeJS.Platform>(['linux', 'win32', 'darwin'])('the menu on %s', (platform) => {
  it('holds every command exactly once and sends it', () => {
    const { items, sent, click } = menu(platform);
    const commands = items.filter(({ id }) => id !== undefined && id !== 'recent');
    expect(commands.map(({ id }) => id).sort()).toEqual([...MENU_COMMANDS].sort());
    for (const item of commands) click(item);
    expect(sent.sort()).toEqual([...MENU_COMMANDS].sort());
  });

  it('gives no key twice', () => {
    const keys = menu(platform).items.flatMap(({ accelerator }) => (accelerator ? [accelerator] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('can quit', () => {
    expect(menu(platform).items.filter(({ role }) => role === 'quit')).toHaveLength(1);
  });
});

it('has the keys that people expect', () => {
  const { byId } = menu('linux');
  const key = (id: MenuCommand) => byId(id)?.accelerator?.toString().replace('CommandOrControl', 'Ctrl');
  expect(key('file.new')).toBe('Ctrl+N');
  expect(key('file.save')).toBe('Ctrl+S');
  expect(key('file.saveAs')).toBe('Ctrl+Shift+S');
  expect(key('edit.undo')).toBe('Ctrl+Z');
  expect(key('view.runs')).toBe('Ctrl+4');
  expect(key('view.palette')).toBe('Ctrl+K');
  expect(key('run.train')).toBe('Ctrl+Enter');
});

it('greys and ticks what the page says', () => {
  const { byId } = menu('linux', { disabled: ['run.stop'], checked: ['view.graph', 'view.themeDark'] });
  expect(byId('run.stop')?.enabled).toBe(false);
  expect(byId('run.train')?.enabled).toBe(true);
  expect(byId('view.graph')?.checked).toBe(true);
  expect(byId('view.data')?.checked).toBe(false);
  expect(byId('view.themeDark')?.checked).toBe(true);
});

it('lists recent files by name, with the way to clear them', () => {
  const { byId, opened, cleared, click } = menu('linux', undefined, ['/home/ada/R&D.netloom', '/b.netloom']);
  const submenu = byId('recent')?.submenu as Item[];
  expect(submenu.map(({ label, type }) => label ?? type)).toEqual([
    'R&&D.netloom',
    'b.netloom',
    'separator',
    'Clear the list',
  ]);
  click(submenu[0]);
  click(submenu[3]);
  expect(opened).toEqual(['/home/ada/R&D.netloom']);
  expect(cleared()).toBe(1);
  const empty = menu('linux').byId('recent')?.submenu as Item[];
  expect(empty).toMatchObject([{ label: 'Clear the list', enabled: false }]);
});
