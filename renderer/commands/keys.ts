import { keysOf } from './bindings.svelte';
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

/** Inputs that hold no text. */
const NO_TEXT = /^(button|checkbox|color|file|image|radio|range|reset|submit)$/;
/** What a field does with these keys is its own: undo, redo, cut, copy, paste, select all, and moving in its text. */
const OF_TEXT = /^Mod\+(Shift\+)?[ZYXCVA]$|^Mod\+(Left|Right|Backspace|Delete|Home|End)$/;

/** Whether what a person types goes into a field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NO_TEXT.test(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

const isOnCanvas = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-canvas]') !== null;

/** Runs the first command that has this key and may run now. True: the key was taken. */
export function runKey(commands: readonly Command[], event: KeyboardEvent, mac: boolean): boolean {
  const key = keyOf(event, mac);
  if (isTyping(event.target) && (!/^(Mod|Alt)\+|^F\d+$/.test(key) || OF_TEXT.test(key))) return false;
  for (const command of commands) {
    if (!keysOf(command).includes(key) || (command.canvasOnly && !isOnCanvas(event.target))) continue;
    if ((command.when?.() ?? true) !== true) continue;
    event.preventDefault();
    void command.run();
    return true;
  }
  return false;
}
