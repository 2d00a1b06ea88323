import { type ScaleKind, type ScaleTable, scaleTable } from './colour-scales';
import { currentTheme } from './theme.svelte';

const tables = new Map<string, ScaleTable>();

/** A token's value in the theme in force. Inside an effect it is read again when the theme changes. */
export function themeColour(name: string): string {
  currentTheme();
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The colours of a scale in the theme in force. Inside an effect they follow the theme. */
export function themeScale(kind: ScaleKind): ScaleTable {
  const key = `${currentTheme()} ${kind}`;
  const known = tables.get(key);
  if (known) return known;
  const table = scaleTable(kind, themeColour);
  tables.set(key, table);
  return table;
}
