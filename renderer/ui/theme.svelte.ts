import { createSubscriber } from 'svelte/reactivity';

export type ThemePreference = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const system = () => window.matchMedia('(prefers-color-scheme: dark)');

let preference: ThemePreference = 'system';
const listeners = new Set<() => void>();

function apply(): void {
  const theme: Theme = preference === 'system' ? (system().matches ? 'dark' : 'light') : preference;
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

/** Sets the theme of the window; 'system' follows the desktop's from then on. */
export function setTheme(wanted: ThemePreference): void {
  preference = wanted;
  apply();
}

/** Puts the desktop's theme on before the first frame and follows it. Called once, by the window's entry. */
export function startTheme(): void {
  system().addEventListener('change', apply);
  apply();
}

const subscribe = createSubscriber((update) => {
  listeners.add(update);
  return () => listeners.delete(update);
});

/** The theme in force. Read inside an effect or a template, it runs again when the theme changes. */
export function currentTheme(): Theme {
  subscribe();
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}
