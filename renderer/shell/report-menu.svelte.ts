import type { Bridge, MenuCommand } from '../../electron/bridge';
import type { Command } from '../commands/command';
import type { View } from '../view/view.svelte';

/** Every command of the native menu; an entry that is missing or too many is a type error. */
const IN_MENU: Readonly<Record<MenuCommand, true>> = {
  'file.new': true,
  'file.open': true,
  'file.save': true,
  'file.saveAs': true,
  'file.export': true,
  'edit.undo': true,
  'edit.redo': true,
  'edit.duplicate': true,
  'edit.delete': true,
  'edit.selectAll': true,
  'edit.find': true,
  'view.data': true,
  'view.graph': true,
  'view.inspect': true,
  'view.runs': true,
  'view.palette': true,
  'view.fit': true,
  'view.themeSystem': true,
  'view.themeLight': true,
  'view.themeDark': true,
  'run.train': true,
  'run.pause': true,
  'run.stop': true,
  'app.settings': true,
  'help.keys': true,
  'help.about': true,
  'help.doctor': true,
};
/** In a text field they act on its text, so the menu keeps them at hand. */
const OF_TEXT: readonly MenuCommand[] = ['edit.undo', 'edit.redo', 'edit.selectAll', 'edit.delete'];

/** Tells the native menu what is grey and what is ticked; only when that changes. */
export function reportMenu(bridge: Bridge, commands: readonly Command[], view: View): void {
  const byId = new Map(commands.map((command) => [command.id, command]));
  let told = '';
  $effect(() => {
    const disabled = (Object.keys(IN_MENU) as MenuCommand[]).filter((id) => {
      const command = byId.get(id);
      return !OF_TEXT.includes(id) && (!command || (command.when?.() ?? true) !== true);
    });
    const theme = view.theme === 'light' ? 'view.themeLight' : view.theme === 'dark' ? 'view.themeDark' : null;
    const checked: MenuCommand[] = [theme ?? 'view.themeSystem'];
    if (view.screen === 'project') checked.push(`view.${view.name}`);
    const state = JSON.stringify({ disabled, checked });
    if (state === told) return;
    told = state;
    void bridge.setMenuState({ disabled, checked });
  });
}
