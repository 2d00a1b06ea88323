import { keysOf } from '../commands/bindings.svelte';
import type { Command } from '../commands/command';

const TITLES: Readonly<Record<string, string>> = {
  file: 'File',
  edit: 'Edit',
  view: 'Go to',
  run: 'Training',
  canvas: 'On the canvas',
  app: 'Netloom',
  help: 'Netloom',
};

/** Keys that are a part of moving about and cannot be changed. */
export const FIXED_KEYS: readonly { readonly what: string; readonly keys: readonly string[] }[] = [
  { what: 'Follow the wires', keys: ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'] },
  { what: 'Move a node', keys: ['Alt+ArrowRight'] },
  { what: 'Move a node further', keys: ['Alt+Shift+ArrowRight'] },
  { what: 'Open its inspector', keys: ['Enter'] },
  { what: 'Add to the selection', keys: ['Space'] },
  { what: 'Back, or nothing selected', keys: ['Escape'] },
];

/** Commands that have keys, or had, by area in the order of `TITLES`. */
export function groupedByArea(commands: readonly Command[]): { title: string; commands: Command[] }[] {
  const groups = new Map<string, Command[]>([...new Set(Object.values(TITLES))].map((title) => [title, []]));
  for (const command of commands) {
    const title = TITLES[command.id.split('.')[0] ?? ''];
    if (title && (keysOf(command).length || command.keys?.length)) groups.get(title)?.push(command);
  }
  return [...groups].filter(([, members]) => members.length).map(([title, members]) => ({ title, commands: members }));
}
