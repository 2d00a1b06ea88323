/** The keys of a shortcut as words on keycaps, in the platform's manner. */
export type Platform = 'mac' | 'other';

const words: Record<Platform, Record<string, string>> = {
  mac: { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Enter: '↩', Delete: '⌦', Backspace: '⌫', Escape: 'Esc' },
  other: { Mod: 'Ctrl', Delete: 'Del', Escape: 'Esc' },
};

const arrows: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: 'Space',
  Plus: '+',
};

/** The `+` between parts; at the end it is the key itself. */
const JOINT = /\+(?!$)/;

/** The platform of this window. */
export function platform(): Platform {
  return typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent) ? 'mac' : 'other';
}

/**
 * Splits a shortcut into the words on its keycaps.
 *
 * @param shortcut parts joined by `+`: `Mod+Shift+P`; `Mod` is ⌘ on a Mac and Ctrl elsewhere
 */
export function keycaps(shortcut: string, on: Platform = platform()): string[] {
  return shortcut
    .split(JOINT)
    .map((part) => words[on][part] ?? arrows[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** A shortcut as one word: `Ctrl K`, on a Mac `⌘K`. */
export function shortcutText(shortcut: string, on: Platform = platform()): string {
  return keycaps(shortcut, on).join(on === 'mac' ? '' : ' ');
}

/** A shortcut for `aria-keyshortcuts`: `Control+K`. */
export function shortcutForAria(shortcut: string, on: Platform = platform()): string {
  return shortcut
    .split(JOINT)
    .map((part) => (part === 'Mod' ? (on === 'mac' ? 'Meta' : 'Control') : part === 'Ctrl' ? 'Control' : part))
    .join('+');
}
