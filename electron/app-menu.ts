import { Menu } from 'electron';
import type { MenuState } from './bridge';
import { menuTemplate } from './menu';
import type { Page } from './page';
import type { RecentProjects } from './recent';

/** Shows the native menu, and draws it anew when the recent files change. Gives the way to grey and tick its items. */
export function showAppMenu(page: Page, recent: RecentProjects, openFile: (path: string) => void) {
  let state: MenuState = { disabled: [], checked: [] };
  function draw(): void {
    const template = menuTemplate({
      platform: process.platform,
      recent: recent.paths(),
      state,
      send: (command) => page.tell('command', command),
      openRecent: openFile,
      clearRecent: recent.clear,
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }
  recent.onChange(draw);
  draw();
  return (next: MenuState): void => {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    draw();
  };
}
