import type { MenuCommand } from '../../electron/bridge';
import type { Command } from './command';
import { isTyping } from './keys';

/** What these menu items mean while a text field has the focus: its own text. */
const OF_TEXT: Partial<Readonly<Record<MenuCommand, string>>> = {
  'edit.undo': 'undo',
  'edit.redo': 'redo',
  'edit.selectAll': 'selectAll',
  'edit.delete': 'delete',
};

/** Carries out what the native menu asks for. */
export function hearMenu(commands: readonly Command[], id: MenuCommand): void {
  const ofText = OF_TEXT[id];
  if (ofText !== undefined && isTyping(document.activeElement)) {
    // Deprecated without a successor: nothing else undoes typing in a field from outside.
    document.execCommand(ofText);
    return;
  }
  const command = commands.find((each) => each.id === id);
  if (command && (command.when?.() ?? true) === true) void command.run();
}
