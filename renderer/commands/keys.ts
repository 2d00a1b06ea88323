import type { Command } from './command';

const NAMED: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
};

/** `Mod+Shift+S` for an event, in the order of Command.keys. */
export function keyOf(event: KeyboardEvent, mac: boolean): string {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const key = event.code.startsWith('Digit') && (mod || event.shiftKey) ? event.code.slice(5) : event.key;
  const name = NAMED[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const shift = event.shiftKey && name !== '?';
  return [mod && 'Mod', event.altKey && 'Alt', shift && 'Shift', name].filter(Boolean).join('+');
}

/** Whether what a person types goes into a field. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Runs the first command that has this key and may run now. True: the key was taken. */
export function runKey(commands: readonly Command[], event: KeyboardEvent, mac: boolean): boolean {
  const key = keyOf(event, mac);
  if (isTyping(event.target) && !/^(Mod|Alt)\+|^F\d+$/.test(key)) return false;
  for (const command of commands) {
    if (!command.keys?.includes(key)) continue;
    if ((command.when?.() ?? true) !== true) continue;
    event.preventDefault();
    void command.run();
    return true;
  }
  return false;
}
